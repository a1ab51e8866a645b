"""The numbers in the films of the benches of video are read again, whole and while the screen is between two pictures."""

import numpy as np
import pytest

from bench.video_films import SQUARES, numbers_in, with_number

WIDTH, HEIGHT = 640, 360


def lit(picture: np.ndarray) -> np.ndarray:
    columns = ((np.arange(SQUARES) + 0.5) / SQUARES * WIDTH).astype(int)
    return picture[HEIGHT // 2, columns] > 125


def test_that_every_number_is_read_again() -> None:
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 200, np.uint8)
    read = numbers_in(np.array([lit(with_number(planes, number)) for number in range(500)]))
    assert read.tolist() == list(range(500))


@pytest.mark.parametrize("shade", [0, 90, 255])
def test_that_no_number_is_seen_where_there_is_none(shade: int) -> None:
    assert numbers_in(lit(np.full((HEIGHT, WIDTH), shade, np.uint8))[None]).tolist() == [-1]


def test_that_half_of_one_picture_and_half_of_the_next_are_one_of_them() -> None:
    planes = np.zeros((HEIGHT * 3 // 2, WIDTH), np.uint8)
    for number in range(499):
        one, other = (lit(with_number(planes, each)) for each in (number, number + 1))
        for seam in range(SQUARES):
            assert numbers_in(np.concatenate([one[:seam], other[seam:]])[None])[0] in (number, number + 1)
