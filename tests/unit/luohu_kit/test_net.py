"""The net under wake-ups is wide at rest and close after something happened."""

from luohu_kit.net import Net


def test_a_worker_that_finds_nothing_looks_ever_less_often_but_goes_on_looking() -> None:
    net = Net(1.0)
    assert [net.pause() for _ in range(6)] == [1.0, 2.0, 4.0, 5.0, 5.0, 5.0]


def test_a_wake_up_makes_the_next_look_come_soon_again() -> None:
    net = Net(0.2)
    for _ in range(9):
        net.pause()
    net.caught()
    assert net.pause() == 0.2
