"""`make manifests`: writes the generated files. A test compares them with what is committed."""

from deploy.kubernetes.files import FOLDER, files, written

if __name__ == "__main__":
    for path, documents in files():
        (FOLDER / path).write_text(written(documents), encoding="utf-8")
