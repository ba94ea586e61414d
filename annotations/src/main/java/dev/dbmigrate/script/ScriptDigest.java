package dev.dbmigrate.script;

import dev.dbmigrate.model.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** By what a class knows its script again when it runs it. */
public final class ScriptDigest {

    private ScriptDigest() {}

    /**
     * Reads a script to its end, piece by piece, and closes it.
     *
     * @param script its bytes
     * @return {@code sha256:…} over the bytes with normalised line ends
     * @throws IOException if they cannot be read
     */
    public static String of(InputStream script) throws IOException {
        MessageDigest sha = Checksum.sha256();
        byte[] piece = new byte[1 << 14];
        try (InputStream normal = new NormalizedInput(script)) {
            for (int length = normal.read(piece); length >= 0; length = normal.read(piece)) {
                sha.update(piece, 0, length);
            }
        }
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
    }
}
