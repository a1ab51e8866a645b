"""The clips of a folder, loaded when first asked for."""

from pathlib import Path

from simulator.cameras.clip import SUFFIXES, BadClip, Clip, load


class Shelf:
    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES}
        self._clips: dict[str, Clip] = {}

    def __len__(self) -> int:
        return len(self._paths)

    def get(self, name: str) -> Clip | None:
        """The clip of this name; none when there is none."""
        if name in self._paths and name not in self._clips:
            self._clips[name] = load(self._paths[name])
        return self._clips.get(name)

    def drop_unfit(self) -> list[str]:
        """Load all clips, take away those that cannot be served, and say why, one sentence each."""
        reasons = []
        for name in list(self._paths):
            try:
                self.get(name)
            except BadClip as reason:
                reasons.append(str(reason))
                del self._paths[name]
        return reasons
