"""Contents from strangers: what a file, a line or a text may not do."""

import json

import pytest

from kit.studio.content import checked
from kit.studio.project import Project


@pytest.fixture
def content():
    return Project().content


def layer_of(content):
    return content["model"]["layers"][3]


def test_a_content_of_the_studio_passes_unchanged(content):
    assert checked(json.loads(json.dumps(content))) == content


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", -1),
        ("seed", 2**32),
        ("seed", True),
        ("seed", 1.5),
        ("seed", "1"),
        ("epochs", 0),
        ("epochs", 10**9),
        ("batch_size", None),
        ("batch_size", [1]),
        ("data", "/etc/passwd"),
        ("data", 7),
        ("data", ["mnist_sample"]),
        ("model", []),
        ("model", {"layers": []}),
        ("compile", None),
        ("kit_project", 2),
    ],
)
def test_strange_parts_are_refused(content, name, value):
    with pytest.raises(ValueError):
        checked({**content, name: value})


@pytest.mark.parametrize("word", ["__proto__", "$ref", "constructor", "code"])
def test_further_keys_are_refused_everywhere(content, word):
    for place in (content, content["model"], content["compile"], layer_of(content)):
        place[word] = {"x": 1}
        with pytest.raises(ValueError, match="strange key"):
            checked(content)
        del place[word]
    assert checked(content)


@pytest.mark.parametrize(
    "change",
    [
        {"class_name": "Lambda"},
        {"class_name": "__lambda__"},
        {"class_name": "os.system"},
        {"class_name": "function", "module": "os", "config": "system"},
        {"class_name": "TFSMLayer"},
        {"config": None},
        {"config": [1]},
        {"module": 3},
    ],
)
def test_code_is_refused(content, change):
    layer_of(content).update(change)
    with pytest.raises(ValueError):
        checked(content)


@pytest.mark.parametrize(
    "settings",
    [
        {"name": "../../evil"},
        {"name": "x" * 1000},
        {"name": "a\nb"},
        {"name": None},
        {"units": float("nan")},
        {"units": 10**300},
        {"activation": {"class_name": "function", "config": "system", "module": "os"}},
        {"activation": "system"},
        {"filepath": "/etc/passwd"},
        {"kernel_initializer": {"class_name": "Dense", "config": {"units": 1}}},
    ],
)
def test_strange_arguments_are_refused(content, settings):
    layer_of(content)["config"].update(settings)
    with pytest.raises(ValueError):
        checked(content)


@pytest.mark.parametrize(
    "choice",
    [
        {"optimizer": None},
        {"optimizer": {"class_name": "Adam", "config": {"learning_rate": 1e999}}},
        {"optimizer": {"class_name": "Dense", "config": {"units": 3}}},
        {"loss": "system"},
        {"loss": {"class_name": "function", "config": "system", "module": "os"}},
        {"loss": 3},
        {"metrics": "accuracy"},
        {"metrics": ["nothing"]},
        {"metrics": [{"class_name": "Adam", "config": {}}]},
    ],
)
def test_strange_choices_are_refused(content, choice):
    content["compile"].update(choice)
    with pytest.raises(ValueError):
        checked(content)


def test_deep_and_long_texts_are_refused():
    deep = '{"kit_project": 1, "x": ' + "[" * 10**5 + "]" * 10**5 + "}"
    for text in (deep, "{" * 10**5, " " * 2**25, '{"kit_project": NaN}'):
        with pytest.raises(ValueError, match="not a project"):
            Project.from_json(text)


def test_equal_names_are_refused(content):
    content["model"]["layers"][4]["config"]["name"] = "dense"
    with pytest.raises(ValueError, match="Two layers"):
        checked(content)


def test_a_name_full_of_html_is_only_a_name(content):
    layer_of(content)["config"]["name"] = "<script>alert(1)<script>"
    assert checked(content) == content
