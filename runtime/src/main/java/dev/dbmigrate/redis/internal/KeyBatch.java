package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Changes the keys of a batch: one round trip reads their values, one sends a script a key. Each script compares the value
 * with the one that was read (by its SHA-1, so that big values do not travel twice), checks the fencing token, and changes
 * nothing if either differs; so each key is changed wholly or not at all, and a key that somebody else wrote meanwhile is
 * read again.
 */
final class KeyBatch {

    private static final int ROUNDS = 100;

    /**
     * KEYS fence, key, new key; ARGV history, token, SHA-1 of the old value, new value. Redis undoes nothing when a script
     * fails half-way: the new value must never stand under the old name, where a second run would transform it again.
     */
    private static final Script MOVE = Script.of(TargetScripts.FENCE, """
            local value = redis.call('GET', KEYS[2])
            if not value then return 'GONE' end
            if redis.sha1hex(value) ~= ARGV[3] then return 'CHANGED' end
            if redis.call('EXISTS', KEYS[3]) == 1 then
              if redis.call('TYPE', KEYS[3]).ok ~= 'string' or redis.call('GET', KEYS[3]) ~= ARGV[4] then
                return 'CONFLICT'
              end
              redis.call('UNLINK', KEYS[2])
              return 'OK'
            end
            redis.call('RENAME', KEYS[2], KEYS[3])
            local set = redis.pcall('SET', KEYS[3], ARGV[4], 'KEEPTTL')
            if type(set) == 'table' and set.err then
              redis.call('RENAME', KEYS[3], KEYS[2])
              return set
            end
            return 'OK'
            """);

    /** KEYS fence, key; ARGV history, token, SHA-1 of the old value, new value. */
    private static final Script REWRITE = Script.of(TargetScripts.FENCE, """
            local value = redis.call('GET', KEYS[2])
            if not value then return 'GONE' end
            if redis.sha1hex(value) ~= ARGV[3] then return 'CHANGED' end
            redis.call('SET', KEYS[2], ARGV[4], 'KEEPTTL')
            return 'OK'
            """);

    /** KEYS fence, key, new key; ARGV history, token. */
    private static final Script RENAME = Script.of(TargetScripts.FENCE, """
            if redis.call('EXISTS', KEYS[2]) == 0 then return 'GONE' end
            if redis.call('RENAMENX', KEYS[2], KEYS[3]) == 0 then return 'CONFLICT' end
            return 'OK'
            """);

    /** KEYS fence, key; ARGV history, token. */
    private static final Script DELETE = Script.of(TargetScripts.FENCE, """
            if redis.call('UNLINK', KEYS[2]) == 0 then return 'GONE' end
            return 'OK'
            """);

    private final Session session;
    private final Lease lease;
    private final KeyChange change;
    private final KeyTally tally;
    private final Script script;
    private boolean loaded;

    KeyBatch(Session session, Lease lease, KeyChange change, KeyTally tally) {
        this.session = session;
        this.lease = lease;
        this.change = change;
        this.tally = tally;
        this.script = change instanceof KeyChange.Move
                ? MOVE
                : change instanceof KeyChange.Rename ? RENAME : change instanceof KeyChange.Rewrite ? REWRITE : DELETE;
    }

    /** One key with what its script needs besides the lease. */
    @SuppressWarnings("ArrayRecordComponent") // a tuple between two methods; never compared, never printed
    private record Work(byte[] key, byte @Nullable [] newKey, List<byte[]> arguments) {}

    /** Changes the keys of a batch; returns how many were changed. */
    long change(List<byte[]> keys) {
        long changed = 0;
        List<byte[]> left = keys;
        for (int round = 0; !left.isEmpty(); round++) {
            if (round == ROUNDS) {
                left.forEach(key -> tally.unreadable(key, "changed by somebody else each time it was read"));
                break;
            }
            List<byte[]> current = left;
            List<byte[]> again = new ArrayList<>();
            changed += session.raw(jedis -> send(jedis, prepare(jedis, current), again));
            left = again;
        }
        return changed;
    }

    private List<Work> prepare(Jedis jedis, List<byte[]> keys) {
        UnaryOperator<String> transformation = change.transformation();
        if (transformation == null) {
            return keys.stream()
                    .map(key -> new Work(key, change.newKey(key), List.of()))
                    .toList();
        }
        List<Response<byte[]>> values = new ArrayList<>(keys.size());
        try (Pipeline pipeline = jedis.pipelined()) {
            keys.forEach(key -> values.add(pipeline.get(key)));
            pipeline.sync();
        }
        List<Work> works = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Work work = transform(keys.get(i), values.get(i), transformation);
            if (work != null) {
                works.add(work);
            }
        }
        return works;
    }

    private @Nullable Work transform(byte[] key, Response<byte[]> reply, UnaryOperator<String> transformation) {
        byte @Nullable [] value;
        try {
            value = reply.get();
        } catch (JedisDataException e) {
            tally.unreadable(key, "is not a string; use rename(…) for other types");
            return null;
        }
        if (value == null) {
            // moved already (SCAN gives keys twice), or expired
            return null;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            tally.unreadable(key, "is not text in UTF-8");
            return null;
        }
        @Nullable String changed;
        try {
            changed = transformation.apply(text);
        } catch (RuntimeException e) {
            // the exception's text may quote the value, which is nobody's business in a log
            tally.unreadable(key, "the transformation threw " + e.getClass().getSimpleName());
            return null;
        }
        if (changed == null) {
            tally.unreadable(key, "the transformation gave null");
            return null;
        }
        byte[] newKey = change.newKey(key);
        if (newKey == null && changed.equals(text)) {
            tally.unchanged();
            return null;
        }
        return new Work(
                key,
                newKey,
                List.of(Script.sha1(value).getBytes(StandardCharsets.UTF_8), changed.getBytes(StandardCharsets.UTF_8)));
    }

    private long send(Jedis jedis, List<Work> works, List<byte[]> again) {
        if (works.isEmpty()) {
            return 0;
        }
        if (!loaded) {
            jedis.scriptLoad(script.text());
            loaded = true;
        }
        List<Response<Object>> replies = new ArrayList<>(works.size());
        try (Pipeline pipeline = jedis.pipelined()) {
            works.forEach(work -> replies.add(
                    pipeline.evalsha(script.sha().getBytes(StandardCharsets.UTF_8), keys(work), arguments(work))));
            pipeline.sync();
        }
        long changed = 0;
        for (int i = 0; i < works.size(); i++) {
            try {
                changed += settle(works.get(i), replies.get(i).get(), again);
            } catch (JedisNoScriptException e) {
                // SCRIPT FLUSH, or another server since: nothing was run
                again.add(works.get(i).key());
                loaded = false;
            }
        }
        return changed;
    }

    private long settle(Work work, Object reply, List<byte[]> again) {
        String word = reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
        switch (word) {
            case "OK" -> {
                tally.changed();
                return 1;
            }
            case "CHANGED" -> again.add(work.key());
            case "CONFLICT" -> {
                byte[] newKey = work.newKey();
                tally.conflict(work.key(), newKey == null ? work.key() : newKey);
            }
            case "GONE" -> {}
            default -> throw RedisJournal.lost(session, lease);
        }
        return 0;
    }

    private static List<byte[]> keys(Work work) {
        byte[] fence = Keys.FENCE.getBytes(StandardCharsets.UTF_8);
        byte[] newKey = work.newKey();
        return newKey == null ? List.of(fence, work.key()) : List.of(fence, work.key(), newKey);
    }

    private List<byte[]> arguments(Work work) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(lease.historyId().getBytes(StandardCharsets.UTF_8));
        arguments.add(Long.toString(lease.token()).getBytes(StandardCharsets.UTF_8));
        arguments.addAll(work.arguments());
        return arguments;
    }
}
