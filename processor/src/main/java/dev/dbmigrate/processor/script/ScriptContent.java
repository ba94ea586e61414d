package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.source.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a script.
 *
 * @param firstLine the line on which its first statement begins, or 0 if there is none
 * @param needsNoTransaction whether a statement refuses to run in a transaction
 * @param remarks what is no statement and should not be there
 * @param data the places of data, which is no statement and may be there
 */
record ScriptContent(int firstLine, boolean needsNoTransaction, List<Remark> remarks, List<Range> data) {

    ScriptContent {
        remarks = List.copyOf(remarks);
        data = List.copyOf(data);
    }

    /** Something that should not be in a script. */
    record Remark(ScriptDiagnostic diagnostic, String text, int line, int column) {}

    /** A part of a text. */
    record Range(int from, int to) {}

    static ScriptContent of(ScriptLanguage language, String text) {
        return language == ScriptLanguage.SQL ? SqlContent.read(text) : new CypherContent(text).read();
    }

    boolean isEmpty() {
        return firstLine == 0;
    }

    /** The text without its data; it knows where its characters stand. */
    SourceText statements(SourceText whole) {
        if (data.isEmpty()) {
            return whole;
        }
        StringBuilder kept = new StringBuilder();
        List<int[]> pieces = new ArrayList<>();
        int at = 0;
        for (Range range : data) {
            pieces.add(new int[] {kept.length(), at});
            kept.append(whole.value(), at, range.from());
            at = range.to();
        }
        pieces.add(new int[] {kept.length(), at});
        kept.append(whole.value(), at, whole.value().length());
        return new SourceText(kept.toString(), index -> {
            int low = 0;
            int high = pieces.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) / 2;
                if (pieces.get(middle)[0] <= index) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return whole.at(pieces.get(low)[1] + index - pieces.get(low)[0]);
        });
    }
}
