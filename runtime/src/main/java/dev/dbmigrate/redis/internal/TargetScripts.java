package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;

/**
 * What dbmigrate does atomically on a target. Each script that writes begins with the fence: it compares the history and
 * the fencing token with the lease's, and writes nothing when they differ.
 */
final class TargetScripts {

    /** Reply of a script that found another token. */
    static final String LOST = "LOST";
    /** Another event has taken the place in the chain. */
    static final String LATE = "LATE";

    /** Reply of {@link #CLAIM} on a target of another history. */
    static final String FOREIGN = "FOREIGN";

    static final String OK = "OK";

    /** KEYS[1] fence; ARGV[1] history, ARGV[2] token. */
    static final String FENCE = """
            local fence = redis.call('HMGET', KEYS[1], 'history', 'token')
            if fence[1] ~= ARGV[1] or fence[2] ~= ARGV[2] then return 'LOST' end
            """;

    /** KEYS fence, metadata; ARGV history, token. Never lowers a token; replies with the metadata's type if it is no hash. */
    static final Script CLAIM = Script.of("""
            local fence = redis.call('HMGET', KEYS[1], 'history', 'token')
            if fence[1] and fence[1] ~= ARGV[1] then return 'FOREIGN' end
            local metadata = redis.call('TYPE', KEYS[2]).ok
            if metadata ~= 'none' and metadata ~= 'hash' then return metadata end
            if fence[2] and tonumber(fence[2]) > tonumber(ARGV[2]) then return 'LOST' end
            redis.call('HSET', KEYS[1], 'history', ARGV[1], 'token', ARGV[2])
            return 'OK'
            """);

    /** KEYS fence, markers, steps; ARGV history, token, id, marker, field, value, "1" to forget older steps first. */
    static final Script MARK = Script.of(FENCE, """
            redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
            if ARGV[7] == '1' then redis.call('DEL', KEYS[3]) end
            redis.call('HSET', KEYS[3], ARGV[5], ARGV[6])
            return 'OK'
            """);

    /**
     * KEYS fence, markers, steps; ARGV history, token, id, the marker before this try (empty: none), fields. With the last
     * record goes the marker of this try.
     */
    static final Script UNMARK = Script.of(FENCE, """
            redis.call('HDEL', KEYS[3], unpack(ARGV, 5))
            if redis.call('EXISTS', KEYS[3]) == 0 then
              if ARGV[4] == '' then
                redis.call('HDEL', KEYS[2], ARGV[3])
              else
                redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
              end
            end
            return 'OK'
            """);

    /**
     * What a person has decided. KEYS fence, markers, steps, metadata, head; ARGV history, token, id, marker (empty: none),
     * version change ("keep", "set", "drop"), version, then the fields and values of the steps. At home the history's row
     * stands for the marker of what is applied. The application's own hash goes first: only that write can be refused.
     */
    static final Script SETTLE = Script.of(FENCE, """
            local home = redis.call('HGET', KEYS[5], 'id') == ARGV[1]
            if home and redis.call('HGET', KEYS[5], 'token') ~= ARGV[2] then return 'LOST' end
            if ARGV[5] == 'set' then redis.call('HSET', KEYS[4], 'schema_version', ARGV[6]) end
            if ARGV[5] == 'drop' then redis.call('HDEL', KEYS[4], 'schema_version') end
            if ARGV[4] == '' or (home and string.sub(ARGV[4], 1, 8) == 'APPLIED ') then
              redis.call('HDEL', KEYS[2], ARGV[3])
            else
              redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
            end
            redis.call('DEL', KEYS[3])
            for i = 7, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
            return 'OK'
            """);

    /**
     * Stands before the migration's commands in an atomic step's EXEC. KEYS exec. The server counts error replies; nobody
     * else is served between the first and the last command of an EXEC, so the difference is the number of its own commands
     * that failed.
     */
    static final String BEGIN_EXEC = """
            local errors = string.match(redis.call('INFO', 'stats'), 'total_error_replies:(%d+)')
            redis.call('SET', KEYS[1], errors or 'unknown')
            return 'OK'
            """;

    /**
     * Last command of an atomic step's EXEC. The journal's doubt, which was written first, is taken back only if no command
     * failed, for Redis undoes nothing. Only deletes, so that a server without memory left does it too. KEYS exec, steps.
     */
    static final String END_EXEC = """
            local before = redis.call('GET', KEYS[1])
            local now = string.match(redis.call('INFO', 'stats'), 'total_error_replies:(%d+)')
            redis.call('DEL', KEYS[1])
            if now and before == now then
              redis.call('HDEL', KEYS[2], 'exec')
              return 'DONE'
            end
            return 'CHECK'
            """;

    /**
     * The end of a part: the marker, the schema version, and on the home of the history its row and event, all at once.
     *
     * <p>KEYS fence, markers, steps, metadata, then the four of {@link HistoryScripts#WRITE_ROW}. ARGV history, token, id,
     * marker (empty: remove), version change ("keep", "set", "drop"), version, then the arguments of the row from 7 on.
     */
    static final Script FINISH = Script.of(FENCE, HistoryScripts.WRITE_ROW, """
            local home = redis.call('HGET', KEYS[5], 'id') == ARGV[1]
            if home and redis.call('HGET', KEYS[5], 'token') ~= ARGV[2] then return 'LOST' end
            if home and is_late(5, 7) then return 'LATE' end
            if ARGV[5] == 'set' then redis.call('HSET', KEYS[4], 'schema_version', ARGV[6]) end
            if home then write_row(5, 7) end
            if ARGV[4] == '' or home then
              redis.call('HDEL', KEYS[2], ARGV[3])
            else
              redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
            end
            redis.call('DEL', KEYS[3])
            if ARGV[5] == 'drop' then redis.call('HDEL', KEYS[4], 'schema_version') end
            if home then return 'RECORDED' end
            return 'MARKED'
            """);

    /** What FINISH and SETTLE do to the schema version: the two arguments. */
    static List<String> version(VersionChange version) {
        String current = version.current();
        return List.of(version.isEmpty() ? "keep" : current == null ? "drop" : "set", current == null ? "" : current);
    }

    private TargetScripts() {}
}
