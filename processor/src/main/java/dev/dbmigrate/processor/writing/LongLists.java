package dev.dbmigrate.processor.writing;

import java.util.ArrayList;
import java.util.List;

/**
 * The lists of a generated class that are as long as the module has migrations. JavaPoet writes the class around them:
 * it looks at every character several times, and {@code javac} waits for it.
 */
final class LongLists {

    /** Stands in no generated class: JavaPoet writes identifiers and what {@link Literal} made ASCII. */
    private static final char MARK = '\u0001';

    private final List<List<String>> lists = new ArrayList<>();

    /**
     * Takes a list.
     *
     * @param lines its lines without indentation
     * @return what stands for it, alone on a line, until {@link #into} is called
     */
    String add(List<String> lines) {
        lists.add(lines);
        return MARK + String.valueOf(lists.size() - 1) + MARK;
    }

    /**
     * Puts the lists where they belong.
     *
     * @param frame a class as JavaPoet wrote it
     * @return the whole class
     */
    String into(String frame) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        for (int open = frame.indexOf(MARK); open >= 0; open = frame.indexOf(MARK, at)) {
            int close = frame.indexOf(MARK, open + 1);
            String indent = frame.substring(frame.lastIndexOf('\n', open), open);
            List<String> lines = lists.get(Integer.parseInt(frame, open + 1, close, 10));
            whole.append(frame, at, open).append(String.join(indent, lines));
            at = close + 1;
        }
        return whole.append(frame, at, frame.length()).toString();
    }
}
