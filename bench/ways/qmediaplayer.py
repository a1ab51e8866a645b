"""Qt's own players, a QMediaPlayer and a QVideoWidget for each stream: `default`, or for `low` latency.

Streams are opened in Qt's pool of threads, which has one for each processor: it gets more here, or most places would stay dark.
"""

import sys

from PySide6.QtCore import QThreadPool, QUrl
from PySide6.QtMultimedia import QMediaPlayer, QPlaybackOptions
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QApplication, QWidget

from bench.ways import telling, window

THREADS = 64


def main(intent: str) -> None:
    order, app = telling.ordered(), QApplication([])
    QThreadPool.globalInstance().setMaxThreadCount(THREADS)
    screen = QWidget()
    screen.setStyleSheet("background: black")
    screen.setGeometry(0, 0, 1920, 1080)
    players = [player(screen, place, intent) for place in order.places]
    screen.show()
    app.processEvents()
    telling.begun(order.places)
    for each, url in zip(players, order.urls, strict=True):
        each.setSource(QUrl(url))
        each.play()
    late = window.run(app)
    telling.ended(late)


def player(screen: QWidget, place: tuple[int, int, int, int], intent: str) -> QMediaPlayer:
    video = QVideoWidget(screen)
    video.setGeometry(*place)
    made = QMediaPlayer(screen)
    made.setVideoOutput(video)
    if intent == "low":
        options = made.playbackOptions()
        options.setPlaybackIntent(QPlaybackOptions.PlaybackIntent.LowLatencyStreaming)
        made.setPlaybackOptions(options)
    return made


if __name__ == "__main__":
    main(sys.argv[2])
