package dev.dbmigrate.redis.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script: atomic on the server, and seen by everybody as one command. */
record Script(String text, String sha) {

    static Script of(String... parts) {
        String text = String.join("\n", parts);
        return new Script(text, sha1(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Runs the script; sends its text only when the server does not have it. */
    Object run(Jedis jedis, List<String> keys, List<String> arguments) {
        try {
            return jedis.evalsha(sha, keys, arguments);
        } catch (JedisNoScriptException e) {
            return jedis.eval(text, keys, arguments);
        }
    }

    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
