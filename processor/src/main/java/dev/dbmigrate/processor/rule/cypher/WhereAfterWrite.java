package dev.dbmigrate.processor.rule.cypher;

import java.util.List;

/** Moves a WHERE that follows a write to where it belongs. */
final class WhereAfterWrite {

    private final Piece piece;
    private final int where;
    private final List<Integer> before;

    /**
     * Looks at a WHERE that cannot be read.
     *
     * @param piece the statement
     * @param where the word's index
     */
    WhereAfterWrite(Piece piece, int where) {
        this.piece = piece;
        this.where = where;
        before = Clauses.starts(piece, 0, where);
    }

    /** The write that it follows, or empty. */
    String write() {
        if (before.isEmpty()) {
            return "";
        }
        int last = before.get(before.size() - 1);
        String word = piece.word(last).equals("DETACH") ? "DELETE" : piece.word(last);
        return Clauses.WRITES.contains(word) ? word : "";
    }

    /** The statement as it must be. */
    String mended() {
        int at = before.size() - 1;
        while (at >= 0 && isWrite(before.get(at))) {
            at--;
        }
        String reading = at < 0 ? "" : piece.word(before.get(at));
        if (!List.of("MATCH", "OPTIONAL", "WITH", "WHERE").contains(reading)) {
            return "MATCH … WHERE … " + write() + " …";
        }
        int write = before.get(at + 1);
        List<Integer> after = Clauses.starts(piece, where + 1, piece.tokens().size());
        int end = after.isEmpty() ? piece.tokens().size() : after.get(0);
        String join = reading.equals("WHERE") ? " AND " : " WHERE ";
        return Shortened.of((line(0, write) + join + line(where + 1, end) + " " + line(write, where) + " "
                        + line(end, piece.tokens().size()))
                .strip());
    }

    private boolean isWrite(int index) {
        return piece.word(index).equals("DETACH") || Clauses.WRITES.contains(piece.word(index));
    }

    private String line(int from, int to) {
        return from >= to
                ? ""
                : piece.line(
                        piece.tokens().get(from).getStartIndex(),
                        piece.tokens().get(to - 1).getStopIndex() + 1);
    }
}
