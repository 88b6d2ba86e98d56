"""Tables: declared columns over rows; long lists keep a window of them, however many there are."""

from ui.kit.table.columns import LABEL_ROLE, Column
from ui.kit.table.data_table import DataTable, tabular
from ui.kit.table.list_pane import ListPane
from ui.kit.table.list_table import ListTable
from ui.kit.table.rows_model import PAGE, Index, RowsModel
from ui.kit.table.split import remember_split
from ui.kit.table.window_model import Landing, Source, WindowModel

__all__ = [
    "LABEL_ROLE",
    "PAGE",
    "Column",
    "DataTable",
    "Index",
    "Landing",
    "ListPane",
    "ListTable",
    "RowsModel",
    "Source",
    "WindowModel",
    "remember_split",
    "tabular",
]
