package dev.dbmigrate.processor.source;

import dev.dbmigrate.processor.source.JavaTokens.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** {@code v1:} and the SHA-256 of a declaration's tokens, each with its kind and length, so that none can run into another. */
public final class Checksum {

    private Checksum() {}

    /**
     * The checksum of a type's declaration.
     *
     * @param source source text that begins with the declaration
     * @return {@code v1:} and 64 hexadecimal digits
     */
    public static String ofDeclaration(String source) {
        return of(JavaTokens.ofDeclaration(source));
    }

    static String of(List<Token> tokens) {
        MessageDigest sha = sha256();
        for (Token token : tokens) {
            byte[] text = token.text().getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(5)
                    .put(token.kind().code)
                    .putInt(text.length)
                    .flip());
            sha.update(text);
        }
        return "v1:" + HexFormat.of().formatHex(sha.digest());
    }

    /** SHA-256, which every Java platform has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
