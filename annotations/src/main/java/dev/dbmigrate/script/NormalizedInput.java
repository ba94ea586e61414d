package dev.dbmigrate.script;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A script's bytes without byte order mark and with {@code \n} at the end of each line: git and editors change both, and what
 * is run must not change with them. For use by one thread.
 */
public final class NormalizedInput extends InputStream {

    private static final int NOTHING = -2;

    private final InputStream in;
    private int pushedBack = NOTHING;

    /**
     * Reads a script.
     *
     * @param in its bytes; closed with this
     * @throws IOException if they cannot be read
     */
    public NormalizedInput(InputStream in) throws IOException {
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
        skipMark();
    }

    private void skipMark() throws IOException {
        in.mark(3);
        if (in.read() != 0xEF || in.read() != 0xBB || in.read() != 0xBF) {
            in.reset();
        }
    }

    @Override
    public int read() throws IOException {
        int next = pushedBack == NOTHING ? in.read() : pushedBack;
        pushedBack = NOTHING;
        if (next != '\r') {
            return next;
        }
        int after = in.read();
        if (after != '\n') {
            pushedBack = after;
        }
        return '\n';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int next = read();
            if (next < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[offset + count] = (byte) next;
            count++;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
