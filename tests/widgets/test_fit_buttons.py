from kit.studio.fit_record import FitSnapshot
from kit.widgets.fit_buttons import FitButtons


def test_the_end_of_a_training_is_not_drawn_over_by_a_press_of_stop():
    buttons = FitButtons(print)
    buttons.draw(FitSnapshot("running", version=1))
    stopping, finished = FitSnapshot("stopping", version=2), FitSnapshot(version=3)

    def clock(_):
        """Another thread draws the end while the press draws what it saw before."""
        buttons.draw(finished)

    buttons.stop.observe(clock, "disabled")
    buttons.draw(stopping)
    buttons.draw(stopping)  # or it comes much too late
    assert not buttons.start.disabled and not buttons.step.disabled
