import json
import subprocess
import sys

import numpy as np
import pytest

import kit
from kit.studio.builder import ModelSpec
from kit.studio.project import Project, usual_compile


def digest(model):
    return [float(np.abs(w).sum()) for w in model.get_weights()]


def test_the_default_is_the_network_of_the_first_lesson():
    project = Project()
    model, data = project.prepare()
    assert [type(layer).__name__ for layer in model.layers] == [
        "Rescaling",
        "Flatten",
        "Dense",
        "Dropout",
        "Dense",
    ]
    assert model.output_shape == (None, 10)
    assert type(model.optimizer).__name__ == "Adam"
    assert (project.epochs, project.batch_size, project.seed) == (5, 32, 0)
    assert data is project.data


def test_the_same_seed_gives_the_same_weights_and_another_one_others():
    project = Project(seed=4)
    first, again = project.prepare()[0], project.prepare()[0]
    assert digest(first) == digest(again)
    project.seed = 5
    assert digest(project.prepare()[0]) != digest(first)


def test_a_start_takes_no_seed_from_a_cell_that_runs_meanwhile():
    kit.utils.set_random_seed(9)
    expected = kit.random.next_seed()
    kit.utils.set_random_seed(9)
    Project(seed=4).prepare()
    assert kit.random.next_seed() == expected


def test_looking_at_the_builder_between_two_starts_changes_nothing():
    project = Project(seed=4)
    first = digest(project.prepare()[0])
    kit.utils.set_random_seed(9)
    expected = kit.random.next_seed()
    kit.utils.set_random_seed(9)
    project.model.add("Dense", units=3)
    project.model.remove(len(project.model.layers) - 1)
    assert project.model.rows() and project.code
    assert kit.random.next_seed() == expected
    assert digest(project.prepare()[0]) == first


def test_a_model_made_in_code_opens_with_its_choices():
    model = kit.Sequential([kit.layers.Flatten(), kit.layers.Dense(10)])
    model.compile("sgd", kit.losses.SparseCategoricalCrossentropy(from_logits=True))
    project = Project(model=model)
    assert project.model.rows()[0].shape == (None, 28, 28)  # the Input of the data
    assert project.compile.optimizer_name == "SGD"
    assert project.prepare()[0].loss.get_config()["from_logits"] is True


def test_the_loss_fits_the_labels():
    x = np.zeros((4, 3))
    numbers = ((x, np.ones(4) / 2), (x, np.ones(4) / 2))
    one_hot = ((x, np.eye(4)), (x, np.eye(4)))
    assert Project(numbers).compile.loss == "mean_squared_error"
    assert usual_compile(Project(one_hot).data).loss == "categorical_crossentropy"
    model, data = Project(numbers).prepare()
    model.fit(*data.train, verbose=0)


def test_a_wrong_model_cannot_be_prepared_and_says_why():
    project = Project()
    project.model.update(3, units=0)
    with pytest.raises(ValueError, match="units=0 is not a size"):
        project.prepare()


@pytest.mark.parametrize(
    ("name", "value"), [("seed", -1), ("epochs", 0), ("batch_size", 0)]
)
def test_impossible_numbers_are_refused(name, value):
    with pytest.raises(Exception, match=name):
        Project(**{name: value})


def test_every_change_is_heard():
    project, heard = Project(), []
    project.on_change(lambda: heard.append(1))
    project.seed = 1
    project.epochs = 2
    project.model.update(3, units=9)
    project.compile.use_loss("huber")
    assert len(heard) == 4


def test_json_and_back_changes_nothing():
    project = Project(seed=3, epochs=7, batch_size=16)
    project.model.use_preset("cnn", project.data)
    project.compile.use_optimizer("SGD")
    text = project.to_json()
    again = Project.from_json(text)
    assert again.to_json() == text
    assert again.code == project.code
    assert digest(again.prepare()[0]) == digest(project.prepare()[0])
    assert len(text) < 10_000


def test_own_arrays_have_to_be_brought_again():
    x, y = np.zeros((4, 3)), np.array([0, 1, 0, 1])
    text = Project(((x, y), (x, y))).to_json()
    with pytest.raises(ValueError, match="arrays of its own"):
        Project.from_json(text)
    assert Project.from_json(text, ((x, y), (x, y))).data.num_classes == 2


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kit_project": 2}', "null"])
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match="not a project of the studio"):
        Project.from_json(text)


def test_a_project_cannot_smuggle_in_a_class():
    content = json.loads(Project().to_json())
    content["model"]["layers"][3]["class_name"] = "os.system"
    with pytest.raises(ValueError, match="strange class name"):
        Project.from_json(json.dumps(content))


def test_several_changes_may_be_heard_as_one():
    project, heard = Project(), []
    project.on_change(lambda: heard.append(project.seed))
    with project.one_change():
        project.seed = 1
        project.model.update(3, units=9)
        with project.one_change():
            project.epochs = 2
        assert heard == []
    assert heard == [1]
    with project.one_change():
        pass
    assert heard == [1]


def test_a_wrong_layer_in_the_cards_is_saved_as_it_is():
    project = Project()
    project.model.update(3, units=0)
    again = Project.from_json(project.to_json())
    assert again.model.rows()[3].error is not None
    assert again.content == project.content


def test_a_huge_layer_never_reaches_the_memory():
    project = Project()
    project.model.update(3, units=10**9)
    again = Project.from_json(project.to_json())
    with pytest.raises(ValueError, match="weights"):
        again.prepare()


def test_what_is_refused_changes_nothing():
    project = Project(seed=3)
    before = project.content
    for broken in ({**before, "seed": -1}, {**before, "model": None}):
        with pytest.raises(ValueError):
            project.restore(broken)
    assert project.content == before


def test_the_studio_knows_no_screen():
    program = (
        "import kit.studio, sys; print(*{'ipywidgets', 'IPython', 'matplotlib',"
        " 'anywidget'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_specs_are_shared_not_copied():
    spec = ModelSpec.preset("linear", Project().data)
    assert Project(model=spec).model is spec
