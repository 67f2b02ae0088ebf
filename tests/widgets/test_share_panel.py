import kit
from kit.studio.project import Project
from kit.studio.share import read_line, to_line
from kit.widgets.share_panel import SharePanel


def asked(button, monkeypatch):
    """What a download button sends when it is pressed."""
    sent = []
    monkeypatch.setattr(
        button, "send", lambda content, buffers: sent.append((content, buffers))
    )
    button._answer(button, {"view": 3}, [])
    return sent


def test_the_line_follows_every_change():
    panel = SharePanel(Project())
    panel.project.seed = 8
    assert read_line(panel.copy_line.text)["seed"] == 8
    assert panel.copy_program.text == panel.project.code


def test_a_line_is_opened_and_can_be_undone():
    panel = SharePanel(Project())
    other = Project(seed=5)
    other.model.use_preset("cnn", other.data)
    panel.field.value = f"  {to_line(other)}\n"
    panel.open_button.click()
    assert panel.project.content == other.content
    assert panel.field.value == "" and "kit-note" in panel.finding_card.value


def test_a_wrong_line_stays_in_its_field():
    panel = SharePanel(Project())
    before = panel.project.content
    for line in ("", "<b>kit1</b>", to_line(Project())[:-1] + "x"):
        panel.field.value = line
        panel.open_button.click()
        assert "kit-error" in panel.finding_card.value
        assert panel.field.value == line
    assert panel.project.content == before


def test_files_go_to_the_view_that_asked(monkeypatch):
    panel = SharePanel(Project(seed=4))
    ((content, buffers),) = asked(panel.downloads[0], monkeypatch)
    assert (content["view"], content["name"]) == (3, "my_project.json")
    assert Project.from_json(buffers[0].decode()).seed == 4
    ((_, (program,)),) = asked(panel.downloads[1], monkeypatch)
    assert program.decode() == panel.project.code


def test_a_network_can_be_downloaded_once_there_is_one(monkeypatch, tmp_path):
    models = [None]
    panel = SharePanel(Project(), lambda: models[0])
    assert asked(panel.downloads[2], monkeypatch) == []
    assert "no trained network yet" in panel.finding_card.value
    models[0] = kit.Sequential([kit.Input((3,)), kit.layers.Dense(2)])
    panel.update(models[0])
    assert panel.downloads[2].label == "Network (about 1 kB)"
    ((_, (data,)),) = asked(panel.downloads[2], monkeypatch)
    (tmp_path / "a.keras").write_bytes(data)
    assert kit.models.load_model(tmp_path / "a.keras").count_params() == 8


def test_every_control_has_a_name():
    panel = SharePanel(Project())
    assert panel.field.description and panel.open_button.description
    for button in (*panel.downloads, panel.copy_line, panel.copy_program):
        assert button.label


def test_the_script_of_the_download_needs_nothing_from_elsewhere():
    script = str(SharePanel(Project()).downloads[0]._esm)
    assert "import " not in script and "http" not in script
