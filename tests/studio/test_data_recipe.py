import random

import numpy as np
import pytest

from kit.studio.code_error import CodeError
from kit.studio.code_reader import read_program
from kit.studio.data import SOURCES, StudioData
from kit.studio.data_recipe import TOYS, Arrays, DataRecipe, applied
from kit.studio.project import Project

OWN = StudioData.of(
    ((np.arange(80.0).reshape(40, 2), np.arange(40) % 3), (np.ones((20, 2)), 20 * [1]))
)


def random_recipe(seed):
    choose = random.Random(seed)
    name = choose.choice([None, "mnist_sample", *TOYS])
    most = 40 if name is None else 400
    return DataRecipe(
        name,
        choose.choice([None, choose.randint(12, most // 2)]),
        choose.choice([None, choose.randint(1, most // 4)]),
        choose.choice([0, choose.randint(1, 50)]),
        choose.randint(0, 9),
    ).completed


def run(code, own=OWN):
    names = {name: getattr(own, name) for name in Arrays._fields}
    exec(f"import kit as keras, numpy as np\n{code}", names)
    return Arrays(*(names[name] for name in Arrays._fields))


@pytest.mark.parametrize("seed", range(24))
def test_the_program_makes_the_same_arrays_and_is_read_back(seed):
    recipe = random_recipe(seed)
    data = StudioData.made(recipe, OWN if recipe.name is None else None)
    for name, theirs in run(data.code)._asdict().items():
        ours = getattr(data, name)
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)
    assert DataRecipe.of_content(recipe.content) == recipe

    project = Project(data)
    assert read_program(project.code, project.content) == project.content
    other = Project(OWN if recipe.name is None else None)
    other.restore(read_program(project.code, other.content))
    assert other.data.recipe == recipe
    again = Project.from_json(project.to_json(), OWN if recipe.name is None else None)
    np.testing.assert_array_equal(again.data.x_train, data.x_train)
    assert again.code == project.code


def test_that_share_of_the_labels_is_wrong_and_the_rest_is_as_before():
    recipe = DataRecipe(wrong_labels=20)
    before, after = StudioData.load(), StudioData.made(recipe)
    share = (before.y_train != after.y_train).mean()
    assert share == pytest.approx(0.2, abs=0.02)
    assert after.y_train.min() == 0 and after.y_train.max() == 9
    assert after.x_train is before.x_train or (after.x_train == before.x_train).all()
    np.testing.assert_array_equal(after.y_test, before.y_test)


def test_a_split_uses_every_sample_once():
    x, y = np.arange(10.0)[:, None], np.zeros(10, int)
    whole = Arrays(x[:6], y[:6], x[6:], y[6:])
    made = applied(DataRecipe(None, tested=3, seed=1), whole)
    assert (len(made.x_train), len(made.x_test)) == (7, 3)
    found = sorted([*made.x_train.ravel(), *made.x_test.ravel()])
    assert found == list(range(10))


def test_less_and_more_samples_come_from_all_there_are():
    few = StudioData.made(DataRecipe(samples=10))
    more = few.all_samples.with_recipe(DataRecipe(samples=20))
    assert (len(few.x_train), len(more.x_train)) == (10, 20)
    assert more.all_samples is few.all_samples


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (DataRecipe(tested=5000), "5,000 samples to test are more"),
        (DataRecipe("mars"), "no data set called 'mars'"),
        (DataRecipe(None), "arrays of your own, which are missing"),
    ],
)
def test_what_cannot_be_made_says_so(recipe, words):
    with pytest.raises(ValueError, match=words):
        StudioData.made(recipe)


def test_rows_as_labels_cannot_be_made_wrong():
    rows = StudioData.of(((np.ones((4, 2)), np.eye(4)), (np.ones((4, 2)), np.eye(4))))
    with pytest.raises(ValueError, match="cannot be made wrong"):
        rows.with_recipe(DataRecipe(None, wrong_labels=10))


@pytest.mark.parametrize(
    "content",
    [
        7,
        {"name": "moons"},
        {**vars(DataRecipe("moons")), "wrong_labels": 51},
        {**vars(DataRecipe("moons")), "samples": 30_000},
        {**vars(DataRecipe("moons")), "seed": -1},
        {**vars(DataRecipe("moons")), "tested": True},
        {**vars(DataRecipe("moons")), "name": ["moons"]},
    ],
)
def test_a_strange_recipe_is_refused(content):
    with pytest.raises(ValueError, match="Expected"):
        DataRecipe.of_content(content)


def test_numbers_may_be_edited_in_the_program():
    project = Project(StudioData.made(DataRecipe("moons", wrong_labels=10).completed))
    code = project.code.replace("num_samples=500", "num_samples=300")
    code = code.replace("< 0.1", "< 0.25").replace("tested = 150", "tested = 100")
    content = read_program(code, project.content)
    project.restore(content)
    assert project.data.recipe == DataRecipe("moons", 300, 100, 25)
    assert len(project.data.x_train) == 200


def test_another_data_set_may_be_written():
    project = Project()
    code = project.code.replace("mnist.load_sample()", "fashion_mnist.load_data()")
    assert read_program(code, project.content)["data"] == "fashion_mnist"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("classes = int(y_train.max()) + 1", "classes = int(y_train.max()) + 2", "way"),
        ("y[:tested]", "y[tested:]", "data is changed"),
        ("default_rng(0)", "default_rng(3)", "way of its own"),
        ("toy.moons(", "toy.suns(", "cannot load"),
        ("num_samples=500", "num_samples=500000", "num_samples|samples"),
        (
            "shift = generator.integers(1, classes, len(y_train))\n",
            "",
            "way of its own",
        ),
    ],
)
def test_other_changes_are_told_with_their_line(old, new, words):
    project = Project(StudioData.made(DataRecipe("moons", wrong_labels=10).completed))
    assert old in project.code
    with pytest.raises(CodeError, match=words):
        read_program(project.code.replace(old, new), project.content)


def test_data_that_are_not_here_are_never_fetched(monkeypatch):
    def fetch(*_):
        raise AssertionError("it was fetched")

    monkeypatch.setattr("kit.datasets.mnist.is_cached", lambda: False)
    monkeypatch.setattr("kit.datasets.mnist.get_file", fetch)
    with pytest.raises(ValueError, match="not on this computer yet"):
        StudioData.load("mnist")
    project = Project()
    with pytest.raises(ValueError, match="not on this computer yet"):
        project.restore({**project.content, "data": "mnist"})
    assert project.data.name == "mnist_sample"


def test_points_get_a_model_and_a_loss_that_suit_them_and_undo_brings_back():
    from kit.studio.undo import Undo

    project = Project()
    undo = Undo(project)
    project.use_data("spirals")
    model, _ = project.prepare()
    assert model.input_shape == (None, 2) and model.output_shape == (None, 2)
    assert undo.undo_words
    project.use_data(project.data.with_recipe(DataRecipe("xor", 50, 20)))
    undo.undo()
    undo.undo()
    assert project.data.name == "mnist_sample" and project.epochs == 5
    undo.redo()
    assert project.data.name == "spirals" and len(project.data.x_train) == 350


@pytest.mark.parametrize("name", [name for name in SOURCES if name in TOYS])
def test_toys_have_both_classes_in_both_parts(name):
    data = StudioData.load(name)
    assert data.is_plane and min(data.counts) > 100
    assert set(data.y_test.tolist()) == {0, 1}
