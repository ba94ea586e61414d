package dev.dbmigrate.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An aligned table that fits its width: columns that can be spared are left out, in the order of their rank, until it does;
 * then the last column is shortened. Ids are never shortened, because people copy them. For use by one thread.
 */
final class Table {

    private static final String GAP = "  ";

    /**
     * A column.
     *
     * @param title its head, empty for none
     * @param rightAligned whether its values end together
     * @param sparedAt when it is left out to make the table fit: the lowest first; 0 for never
     */
    record Column(String title, boolean rightAligned, int sparedAt) {

        static Column of(String title) {
            return new Column(title, false, 0);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<@Nullable BiFunction<Integer, String, String>> paints = new ArrayList<>();

    Table(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * Adds a row.
     *
     * @param paint colours a padded cell, given its column's number, or null
     * @param cells one a column
     */
    void row(@Nullable BiFunction<Integer, String, String> paint, List<String> cells) {
        rows.add(List.copyOf(cells));
        paints.add(paint);
    }

    /**
     * The lines: the head, if any column has one, then the rows.
     *
     * @param style how wide, and whether in colour
     * @return the lines
     */
    List<String> lines(Style style) {
        List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size())
                .filter(column -> width(column) > columns.get(column).title().length()
                        || rows.stream().anyMatch(row -> !row.get(column).isEmpty()))
                .boxed()
                .toList());
        while (totalWidth(shown) > style.width() && spare(shown)) {
            // one column less on each turn
        }
        List<String> lines = new ArrayList<>();
        List<String> titles = columns.stream().map(Column::title).toList();
        if (titles.stream().anyMatch(title -> !title.isEmpty())) {
            lines.add(style.strong(line(titles, shown, style, null)));
        }
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(rows.get(i), shown, style, paints.get(i)));
        }
        return lines;
    }

    private boolean spare(List<Integer> shown) {
        return shown.stream()
                .filter(column -> columns.get(column).sparedAt() > 0)
                .min((a, b) -> Integer.compare(
                        columns.get(a).sparedAt(), columns.get(b).sparedAt()))
                .map(column -> shown.removeIf(each -> Objects.equals(each, column)))
                .orElse(false);
    }

    private String line(
            List<String> cells, List<Integer> shown, Style style, @Nullable BiFunction<Integer, String, String> paint) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int place = 0; place < shown.size(); place++) {
            int column = shown.get(place);
            boolean last = place == shown.size() - 1;
            String gap = place == 0 ? "" : GAP;
            used += gap.length();
            String cell =
                    last ? Wording.shorten(cells.get(column), Math.max(4, style.width() - used)) : cells.get(column);
            int padding = Math.max(0, width(column) - cell.length());
            String padded = columns.get(column).rightAligned()
                    ? " ".repeat(padding) + cell
                    : cell + (last ? "" : " ".repeat(padding));
            used += padded.length();
            line.append(gap).append(paint == null || cell.isEmpty() ? padded : paint.apply(column, padded));
        }
        return line.toString().stripTrailing();
    }

    private int totalWidth(List<Integer> shown) {
        return shown.stream().mapToInt(this::width).sum() + GAP.length() * Math.max(0, shown.size() - 1);
    }

    private int width(int column) {
        return Math.max(
                columns.get(column).title().length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
