package dev.dbmigrate.script;

import java.io.IOException;
import java.io.Reader;

/** The lines behind {@code COPY … FROM STDIN}, up to a line {@code \.} or the end of the script. */
final class CopyData extends Reader {

    private final CountingReader in;
    private final long from;
    private String line = "";
    private int at;
    private boolean ended;

    CopyData(CountingReader in) {
        this.in = in;
        this.from = in.offset();
    }

    long from() {
        return from;
    }

    /** Where the script goes on, once all has been read. */
    long to() {
        return in.offset();
    }

    void skipRest() throws IOException {
        while (!ended) {
            nextLine();
        }
    }

    private void nextLine() throws IOException {
        if (in.peek() < 0) {
            ended = true;
            return;
        }
        line = in.restOfLine();
        in.read();
        at = 0;
        if (line.equals("\\.")) {
            ended = true;
        } else {
            line += "\n";
        }
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (!ended && at == line.length()) {
            nextLine();
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, line.length() - at);
        line.getChars(at, at + count, buffer, offset);
        at += count;
        return count;
    }

    @Override
    public void close() {
        // the script is closed by who opened it
    }
}
