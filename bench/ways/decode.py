"""PyAV alone: a thread per stream that decodes and throws away."""

import threading
import time

import av

from bench.ways import telling
from console.workers.streams_source import open_source, video_of


def main() -> None:
    urls = telling.ordered().urls
    counts, over = [0] * len(urls), threading.Event()

    def run(place: int) -> None:
        with open_source(urls[place]) as container:
            for _ in container.decode(video_of(container)):
                counts[place] += 1
                if over.is_set():
                    return

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(urls))]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    while not all(counts):
        time.sleep(0.05)
    telling.begun([])
    telling.wait()
    over.set()
    for thread in threads:
        thread.join()
    telling.ended([])


if __name__ == "__main__":
    av.logging.set_level(None)
    main()
