package dev.dbmigrate.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table whose columns are also aligned for people who read the Markdown itself. The first column holds words. */
final class MarkdownTable {

    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(List<String> head) {
        rows.add(head);
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .map(width -> Math.max(width, 3))
                .toArray();
        StringBuilder text = new StringBuilder(line(rows.get(0), widths));
        text.append(IntStream.range(0, widths.length)
                .mapToObj(column -> column == 0 ? "-".repeat(widths[0]) : "-".repeat(widths[column] - 1) + ":")
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String padding = " ".repeat(widths[column] - row.get(column).length());
                    return column == 0 ? row.get(0) + padding : padding + row.get(column);
                })
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
