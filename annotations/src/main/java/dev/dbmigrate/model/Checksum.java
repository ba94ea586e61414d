package dev.dbmigrate.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Builds a migration's checksum: {@code v1:} and the SHA-256 of its tokens and script files, each with its kind and
 * length, so that none can run into another. What is a token is the reader's business; this class holds what must never
 * change within {@code v1}. For use by one thread.
 */
public final class Checksum {

    /** What a part is. Its code is part of every checksum. */
    public enum Part {
        /** A name or keyword. */
        WORD('w'),
        /** A number as it is written. */
        NUMBER('n'),
        /** The value of a character literal. */
        CHARACTER('c'),
        /** The value of a string literal or text block. */
        STRING('s'),
        /** An operator, bracket or separator. */
        OPERATOR('o'),
        /** A script file. */
        FILE('f');

        private final byte code;

        Part(char code) {
            this.code = (byte) code;
        }
    }

    private static final Pattern FORM = Pattern.compile("v1:[0-9a-f]{64}");

    /** All in one piece, hashed at the end: to hash some hundred small pieces takes several times as long. */
    private byte[] bytes = new byte[4096];

    private int length;

    /** Starts with nothing. */
    public Checksum() {}

    /**
     * Adds a token.
     *
     * @param part its kind
     * @param text what counts of it
     * @return this
     */
    public Checksum add(Part part, String text) {
        add(part, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Adds the content of a script file. Line ends count as {@code \n}, and a byte order mark as nothing: neither changes
     * what is run, and git and editors change both.
     *
     * @param content the file's bytes
     * @return this
     */
    public Checksum addFile(byte[] content) {
        add(Part.FILE, normalized(content));
        return this;
    }

    private void add(Part part, byte[] text) {
        int end = length + 5 + text.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        bytes[length] = part.code;
        bytes[length + 1] = (byte) (text.length >>> 24);
        bytes[length + 2] = (byte) (text.length >>> 16);
        bytes[length + 3] = (byte) (text.length >>> 8);
        bytes[length + 4] = (byte) text.length;
        System.arraycopy(text, 0, bytes, length + 5, text.length);
        length = end;
    }

    /** {@code v1:} and 64 hexadecimal digits over what has been added so far. */
    public String value() {
        MessageDigest sha = sha256();
        sha.update(bytes, 0, length);
        return "v1:" + HexFormat.of().formatHex(sha.digest());
    }

    /**
     * Whether a text has the form of a checksum.
     *
     * @param text any text
     * @return whether it is {@code v1:} and 64 lower-case hexadecimal digits
     */
    public static boolean isChecksum(String text) {
        return FORM.matcher(text).matches();
    }

    /** SHA-256, which every Java platform has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static byte[] normalized(byte[] content) {
        boolean marked = content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        byte[] normal = new byte[content.length];
        int to = 0;
        for (int from = marked ? 3 : 0; from < content.length; from++) {
            if (content[from] != '\r') {
                normal[to++] = content[from];
            } else if (from + 1 == content.length || content[from + 1] != '\n') {
                normal[to++] = '\n';
            }
        }
        return Arrays.copyOf(normal, to);
    }
}
