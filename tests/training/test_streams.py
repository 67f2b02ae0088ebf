"""Generators, PyDatasets and memory-mapped files train as the same arrays would."""

import numpy as np
import pytest

import kit

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.filterwarnings("ignore")

RNG = np.random.default_rng(0)
X = RNG.normal(size=(44, 3)).astype("float32")
Y = (X @ np.array([[1.0], [-2.0], [0.5]])).astype("float32")


def model_of(library):
    model = library.Sequential([library.Input((3,)), library.layers.Dense(1)])
    model.compile(library.optimizers.SGD(0.05), "mse", metrics=["mae"])
    model.set_weights([np.ones((3, 1), "float32"), np.zeros(1, "float32")])
    return model


def batches(size=10):
    for start in range(0, 44, size):
        yield X[start : start + size], Y[start : start + size]


def endless():
    while True:
        yield from batches()


def dataset_of(library):
    class Pairs(library.utils.PyDataset):
        def __init__(self):
            super().__init__()
            self.ended = 0

        def __len__(self):
            return 5

        def __getitem__(self, index):
            rows = slice(index * 10, index * 10 + 10)
            return X[rows], Y[rows]

        def on_epoch_end(self):
            self.ended += 1

    return Pairs()


def history_of(library, *data, **options):
    return model_of(library).fit(*data, verbose=0, **options).history


def assert_same(ours, theirs):
    assert list(ours) == list(theirs)
    for name in theirs:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=2e-5, err_msg=name)


def test_a_generator_is_one_epoch_of_the_arrays():
    from_arrays = history_of(kit, X, Y, batch_size=10, shuffle=False)
    assert_same(history_of(kit, batches()), from_arrays)
    assert_same(history_of(kit, batches()), history_of(keras, batches()))


def test_an_endless_generator_needs_steps_and_goes_on_from_epoch_to_epoch():
    options = dict(steps_per_epoch=3, epochs=3)
    ours = history_of(kit, endless(), **options)
    assert_same(ours, history_of(keras, endless(), **options))


def test_a_pydataset_trains_like_kerass_in_its_order():
    ours, theirs = dataset_of(kit), dataset_of(keras)
    options = dict(epochs=2, shuffle=False)
    assert_same(history_of(kit, ours, **options), history_of(keras, theirs, **options))
    assert ours.ended == 2


def test_short_epochs_of_a_pydataset_go_on_and_validations_begin_anew():
    def options(library):
        return dict(
            steps_per_epoch=2,
            epochs=4,
            shuffle=False,
            validation_data=dataset_of(library),
            validation_steps=2,
        )

    ours = history_of(kit, dataset_of(kit), **options(kit))
    assert_same(ours, history_of(keras, dataset_of(keras), **options(keras)))


def test_validation_data_may_be_a_stream():
    ours = history_of(
        kit, X, Y, epochs=2, shuffle=False, validation_data=dataset_of(kit)
    )
    theirs = history_of(
        keras, X, Y, epochs=2, shuffle=False, validation_data=dataset_of(keras)
    )
    assert_same(ours, theirs)


def test_evaluate_and_predict_take_streams():
    ours, theirs = model_of(kit), model_of(keras)
    np.testing.assert_allclose(
        ours.evaluate(batches(), verbose=0),
        theirs.evaluate(batches(), verbose=0),
        rtol=1e-5,
    )
    np.testing.assert_allclose(
        ours.predict(dataset_of(kit), verbose=0),
        theirs.predict(dataset_of(keras), verbose=0),
        rtol=1e-5,
    )


@pytest.mark.parametrize("shuffle", [False, True, "batch"])
def test_a_memory_mapped_file_trains_as_the_array_does(tmp_path, shuffle):
    np.save(tmp_path / "x.npy", X)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert isinstance(mapped, np.memmap)
    options = dict(batch_size=10, epochs=2, shuffle=shuffle)
    kit.utils.set_random_seed(1)
    from_file = history_of(kit, mapped, Y, **options)
    kit.utils.set_random_seed(1)
    assert_same(from_file, history_of(kit, X, Y, **options))


def test_a_mapped_file_is_read_in_blocks_and_never_whole(tmp_path, monkeypatch):
    from kit.training import data_source

    monkeypatch.setattr(data_source, "BLOCK_BYTES", 330)
    np.save(tmp_path / "x.npy", X)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    source = data_source.ArraySource(mapped, Y, batch_size=10, shuffle=True)
    blocks = list(source.blocks(0))
    assert len(blocks) == 3 and len(blocks[0].arrays[0]) == 20
    seen = np.concatenate(
        [np.asarray(b.arrays[1])[np.asarray(b.table[: b.stop])].ravel() for b in blocks]
    )
    assert len(seen) == 50  # 44 rows, and 6 places of padding in the last batch


def test_y_beside_a_stream_is_refused():
    with pytest.raises(ValueError, match="Leave y out"):
        model_of(kit).fit(batches(), Y, verbose=0)
