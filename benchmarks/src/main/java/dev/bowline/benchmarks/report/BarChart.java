package dev.bowline.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars in groups, as SVG that needs nothing else. */
public final class BarChart {
  private static final int WIDTH = 860;
  private static final int LABELS = 150;
  private static final int VALUES = 110;
  private static final int BAR = 18;
  private static final int GAP = 5;
  private static final int TITLE = 34;

  private record Bar(String label, double value, double least, double most, boolean ours) {}

  private record Group(String title, List<Bar> bars) {}

  private final String title;
  private final List<Group> groups = new ArrayList<>();

  public BarChart(String title) {
    this.title = title;
  }

  /** Begins a group; the bars that follow belong to it. */
  public void group(String name) {
    groups.add(new Group(name, new ArrayList<>()));
  }

  /**
   * Adds a bar, with a line from the least to the most of its rounds.
   *
   * @param ours whether it is the one that the others stand beside
   */
  public void bar(String label, double value, double least, double most, boolean ours) {
    groups.get(groups.size() - 1).bars().add(new Bar(label, value, least, most, ours));
  }

  /** The picture. */
  public String svg() {
    double longest =
        groups.stream()
            .flatMap(group -> group.bars().stream())
            .mapToDouble(Bar::most)
            .max()
            .orElse(1);
    StringBuilder drawn = new StringBuilder();
    int y = TITLE;
    for (Group group : groups) {
      drawn.append(text(8, y + 16, "start", "font-weight=\"bold\"", group.title()));
      y += 26;
      for (Bar bar : group.bars()) {
        draw(drawn, bar, y, (WIDTH - LABELS - VALUES) / longest);
        y += BAR + GAP;
      }
      y += 10;
    }
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s%s</svg>%n",
        WIDTH,
        y,
        text(8, 22, "start", "font-size=\"16\"", title),
        drawn);
  }

  private static void draw(StringBuilder drawn, Bar bar, int y, double scale) {
    double end = LABELS + bar.value() * scale;
    drawn.append(text(LABELS - 8, y + 14, "end", "", bar.label()));
    drawn.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y,
            bar.value() * scale,
            BAR,
            bar.ours() ? "#1f6feb" : "#9aa5b1"));
    drawn.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\"/>%n",
            LABELS + bar.least() * scale,
            y + BAR / 2,
            LABELS + bar.most() * scale,
            y + BAR / 2));
    double after = Math.max(end, LABELS + bar.most() * scale) + 6;
    drawn.append(
        text((int) after, y + 14, "start", "", String.format(Locale.ROOT, "%,.0f", bar.value())));
  }

  private static String text(int x, int y, String anchor, String style, String said) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n",
        x,
        y,
        anchor,
        style,
        said.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
