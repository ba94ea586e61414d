package dev.dbmigrate.script;

import java.io.IOException;
import java.io.Reader;

/** A text of which two characters can be seen before they are read, and of which one knows where one is. */
final class CountingReader {

    private final Reader in;
    private final char[] buffer = new char[1 << 14];
    private int at;
    private int end;
    private long offset;
    private int line = 1;
    private int column = 1;

    CountingReader(Reader in) {
        this.in = in;
    }

    /** Makes sure that as many characters are in the buffer, if there are so many. */
    private boolean has(int count) throws IOException {
        while (end - at < count) {
            if (at > 0) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /** The next character, or -1. */
    int peek() throws IOException {
        return has(1) ? buffer[at] : -1;
    }

    /** The character after the next one, or -1. */
    int peekSecond() throws IOException {
        return has(2) ? buffer[at + 1] : -1;
    }

    int read() throws IOException {
        if (!has(1)) {
            return -1;
        }
        char c = buffer[at++];
        offset++;
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    /** The rest of a line without its end, which stays. */
    String restOfLine() throws IOException {
        StringBuilder rest = new StringBuilder();
        while (peek() >= 0 && peek() != '\n') {
            rest.append((char) read());
        }
        return rest.toString();
    }

    /** Passes over the rest of a line and its end. */
    void skipLine() throws IOException {
        restOfLine();
        read();
    }

    long offset() {
        return offset;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }
}
