"""Pictures of training: plain numbers in, an SVG string or a matplotlib figure out."""

from kit.visualization.bars import probability_bars_svg as probability_bars_svg
from kit.visualization.boundary import decision_boundary_svg as decision_boundary_svg
from kit.visualization.curves import history_figure as history_figure
from kit.visualization.curves import learning_curves_pair as learning_curves_pair
from kit.visualization.curves import learning_curves_svg as learning_curves_svg
from kit.visualization.diagram import graph_svg as graph_svg
from kit.visualization.diagram import network_svg as network_svg
from kit.visualization.histogram import histogram_svg as histogram_svg
from kit.visualization.images import digit_grid_svg as digit_grid_svg
from kit.visualization.images import image_grid_figure as image_grid_figure
from kit.visualization.maps import diverging_map_svg as diverging_map_svg
from kit.visualization.maps import feature_maps_svg as feature_maps_svg
from kit.visualization.maps import map_grid_svg as map_grid_svg
from kit.visualization.matrix import confusion_matrix_figure as confusion_matrix_figure
from kit.visualization.matrix import confusion_matrix_svg as confusion_matrix_svg
from kit.visualization.plane import points_svg as points_svg
from kit.visualization.png import png_data_uri as png_data_uri
from kit.visualization.series import describe_history as describe_history
from kit.visualization.theme import theme_css as theme_css
