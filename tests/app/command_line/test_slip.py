"""What `slip` says of an order that has nothing to go with a slip."""

from pathlib import Path

from tests.app.command_line.program import Program, order


def test_a_slip_before_any_shipment_is_refused_in_words_of_its_own(
    local: Program, tmp_path: Path
) -> None:
    local.place([order("a", ("NU1", 12))])
    paper = tmp_path / "slip.pdf"
    refused = local.run("slip", "SO-000001", "--out", str(paper))
    assert refused.returncode == 1
    assert "SO-000001 has no shipment yet, so no packing slip was made." in refused.stderr
    assert "Release it to pick first." in refused.stderr
    assert "Ctrl" not in refused.stderr
    assert not paper.exists()
