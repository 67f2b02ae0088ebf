"""Downloads against a web server on this computer."""

import hashlib
import threading

import pytest

from kit.datasets import download as download_module
from kit.datasets.download import DownloadError, download

BODY = bytes(range(256)) * 1000  # 256,000 bytes


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def check_error(error, folder):
    """The text is readable, and nothing is left behind."""
    lines = str(error.value).splitlines()
    assert len(lines) == 3
    assert len(lines[0]) <= 80
    assert list(folder.iterdir()) == []


def test_good_file_arrives_with_progress_on_stdout(web, tmp_path, capsys):
    origin = web.publish("/a", BODY)
    download(origin, tmp_path / "a", sha256(BODY).upper())
    assert (tmp_path / "a").read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    output = capsys.readouterr()
    assert output.err == ""
    assert origin in output.out
    assert "[" + "=" * 30 + "] 0.3 MB of 0.3 MB\n" in output.out


def test_file_without_announced_length(web, tmp_path, capsys):
    origin = web.publish("/a", BODY, length=-1)
    download(origin, tmp_path / "a", sha256(BODY))
    assert (tmp_path / "a").read_bytes() == BODY
    assert capsys.readouterr().out.endswith("\r0.3 MB\n")


def test_empty_file(web, tmp_path):
    download(web.publish("/a", b""), tmp_path / "a", sha256(b""))
    assert (tmp_path / "a").read_bytes() == b""


def test_wrong_checksum(web, tmp_path):
    origin = web.publish("/a", b"<html>Please log in</html>")
    with pytest.raises(DownloadError, match="checksum") as error:
        download(origin, tmp_path / "a", sha256(BODY))
    check_error(error, tmp_path)


def test_truncated_file(web, tmp_path):
    origin = web.publish("/a", BODY[:100_000], length=len(BODY))
    with pytest.raises(DownloadError, match="100,000 of 256,000|broke off") as error:
        download(origin, tmp_path / "a")
    check_error(error, tmp_path)


def test_refused_connection(refused, tmp_path):
    with pytest.raises(DownloadError, match="refused") as error:
        download(refused, tmp_path / "a")
    check_error(error, tmp_path)
    assert refused in str(error.value)
    assert "refused" in error.value.reason


def test_missing_page(web, tmp_path):
    with pytest.raises(DownloadError, match="answered 404") as error:
        download(web.address + "/nothing", tmp_path / "a")
    check_error(error, tmp_path)


def test_silent_server(web, tmp_path, monkeypatch):
    monkeypatch.setattr(download_module, "TIMEOUT", 0.2)
    release = threading.Event()

    class Silence(dict):
        def get(self, *args):
            release.wait(10)
            return 200, b"", 0

    web.pages = Silence()
    with pytest.raises(DownloadError, match="no answer within") as error:
        download(web.address + "/a", tmp_path / "a")
    release.set()
    check_error(error, tmp_path)


def test_server_whose_addresses_are_all_silent(tmp_path, monkeypatch):
    release, closed = threading.Event(), threading.Event()

    class LateAnswer:
        def close(self):
            closed.set()

    def wait_long(address, timeout):
        release.wait(10)
        return LateAnswer()

    monkeypatch.setattr(download_module, "TIMEOUT", 0.1)
    monkeypatch.setattr(download_module, "urlopen", wait_long)
    with pytest.raises(DownloadError, match="no answer within") as error:
        download("https://example.org/a", tmp_path / "a")
    check_error(error, tmp_path)
    assert not closed.is_set()
    release.set()
    assert closed.wait(10)


def test_too_large_file(web, tmp_path, monkeypatch):
    monkeypatch.setattr(download_module, "LARGEST_FILE", 100_000)
    with pytest.raises(DownloadError, match="larger than 100,000") as error:
        download(web.publish("/a", BODY), tmp_path / "a")
    check_error(error, tmp_path)


def test_folder_that_does_not_exist(web, tmp_path):
    with pytest.raises(DownloadError, match="No such file"):
        download(web.publish("/a", BODY), tmp_path / "nowhere" / "a")


def test_interruption_leaves_the_old_file(web, tmp_path, monkeypatch):
    def interrupt(self, done):
        raise KeyboardInterrupt

    monkeypatch.setattr(download_module._ProgressBar, "show", interrupt)
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        download(web.publish("/a", BODY), tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("origin", ["file:///etc/hostname", "data:,a", "ftp://a/b", ""])
def test_only_web_addresses(origin, tmp_path):
    with pytest.raises(ValueError, match="https://"):
        download(origin, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_several_downloads_at_once_never_show_half_a_file(web, tmp_path):
    origin = web.publish("/a", BODY)
    target = tmp_path / "a"
    errors, seen = [], []

    def fetch():
        try:
            for _ in range(5):
                download(origin, target, sha256(BODY))
                seen.append(target.read_bytes())
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if target.exists():
            seen.append(target.read_bytes())
    assert errors == []
    assert set(seen) == {BODY}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
