package dev.dbmigrate.redis.internal;

/** What the history does atomically. Time is always the server's own ({@code TIME}), in milliseconds. */
final class HistoryScripts {

    private static final String NOW = """
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
            local function text(number) return string.format('%.0f', number) end
            """;

    /**
     * Defines {@code write_row(k, a)}. KEYS[k] head, row, rows, events; ARGV[a] the change's own id, then the number of
     * elements of the row, the row's fields and values, the event's fields and values. A change that has been written
     * already (its reply was lost and it was sent again) is not written twice.
     */
    static final String WRITE_ROW = NOW + """
            -- the event begins with its time and both hashes if it has a place in the chain
            local function link(a)
              local first = a + 2 + tonumber(ARGV[a + 1])
              if ARGV[first] == 'at' then return ARGV[first + 3], ARGV[first + 5] end
              return nil, nil
            end
            local function is_late(k, a)
              if redis.call('HGET', KEYS[k], 'last_change') == ARGV[a] then return false end
              local previous = link(a)
              return previous and (redis.call('HGET', KEYS[k], 'last_hash') or '') ~= previous
            end
            local function write_row(k, a)
              if redis.call('HGET', KEYS[k], 'last_change') == ARGV[a] then return end
              local sequence = redis.call('HINCRBY', KEYS[k], 'sequence', 1)
              redis.call('HSET', KEYS[k], 'last_change', ARGV[a])
              local _, hash = link(a)
              if hash then redis.call('HSET', KEYS[k], 'last_hash', hash) end
              local n = tonumber(ARGV[a + 1])
              local row = {}
              for i = 1, n do row[i] = ARGV[a + 1 + i] end
              local event = {}
              for i = a + 2 + n, #ARGV do event[#event + 1] = ARGV[i] end
              redis.call('DEL', KEYS[k + 1])
              redis.call('HSET', KEYS[k + 1], 'sequence', text(sequence), 'applied_at', text(now), unpack(row))
              redis.call('ZADD', KEYS[k + 2], sequence, KEYS[k + 1])
              if event[1] == 'at' then
                redis.call('HSET', KEYS[k + 1], 'applied_at', event[2])
              else
                table.insert(event, 1, text(now))
                table.insert(event, 1, 'at')
              end
              redis.call('XADD', KEYS[k + 3], text(sequence) .. '-0', unpack(event))
            end
            """;

    /** KEYS head; ARGV history id, format. */
    static final Script INITIALISE = Script.of("""
            if redis.call('HSETNX', KEYS[1], 'id', ARGV[1]) == 1 then
              redis.call('HSET', KEYS[1], 'format', ARGV[2], 'token', '0', 'sequence', '0')
            end
            return 'OK'
            """);

    /** KEYS head; ARGV time to live in milliseconds, runner's id, host, pid, user. */
    static final Script ACQUIRE = Script.of(NOW, """
            local o = redis.call('HMGET', KEYS[1], 'id', 'token', 'owner_id', 'owner_host', 'owner_pid', 'owner_user',
              'since', 'expires', 'working')
            if not o[1] then return {'MISSING'} end
            local mine = o[3] == ARGV[2]
            local valid = o[8] and tonumber(o[8]) > now
            if valid and not mine then return {'HELD', o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9] or ''} end
            local token = o[2]
            if not (valid and mine) then token = text(redis.call('HINCRBY', KEYS[1], 'token', 1)) end
            redis.call('HSET', KEYS[1], 'owner_id', ARGV[2], 'owner_host', ARGV[3], 'owner_pid', ARGV[4],
              'owner_user', ARGV[5], 'since', text(now), 'expires', text(now + tonumber(ARGV[1])))
            redis.call('HDEL', KEYS[1], 'digest', 'working')
            if not o[3] or mine then return {'ACQUIRED', o[1], token} end
            return {'ACQUIRED', o[1], token, o[3], o[4], o[5], o[6], o[7], o[8], o[9] or ''}
            """);

    /** KEYS head; ARGV history, token, time to live in milliseconds, what is run (empty: nothing). */
    static final Script RENEW = Script.of(NOW, """
            local o = redis.call('HMGET', KEYS[1], 'id', 'token', 'owner_id')
            if o[1] ~= ARGV[1] or o[2] ~= ARGV[2] or not o[3] then return 'LOST' end
            redis.call('HSET', KEYS[1], 'expires', text(now + tonumber(ARGV[3])), 'working', ARGV[4])
            return 'OK'
            """);

    /** KEYS head; ARGV history, token, digest (empty: none). */
    static final Script RELEASE = Script.of("""
            local o = redis.call('HMGET', KEYS[1], 'id', 'token', 'owner_id')
            if o[1] ~= ARGV[1] or o[2] ~= ARGV[2] or not o[3] then return 'LOST' end
            if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'digest', ARGV[3]) end
            redis.call('HDEL', KEYS[1], 'owner_id', 'owner_host', 'owner_pid', 'owner_user', 'since', 'expires', 'working')
            return 'OK'
            """);

    /** KEYS head; ARGV owner, what is added to it. */
    static final Script EXPIRE = Script.of(NOW, """
            if redis.call('HGET', KEYS[1], 'owner_id') ~= ARGV[1] then return 'LOST' end
            redis.call('HSET', KEYS[1], 'owner_id', ARGV[1] .. ARGV[2], 'expires', text(now))
            return 'OK'
            """);

    /** KEYS head, row, rows, events; ARGV history, token, then the arguments of {@link #WRITE_ROW} from 3 on. */
    static final Script RECORD = Script.of(WRITE_ROW, """
            local o = redis.call('HMGET', KEYS[1], 'id', 'token')
            if o[1] ~= ARGV[1] or o[2] ~= ARGV[2] then return 'LOST' end
            if is_late(1, 3) then return 'LATE' end
            write_row(1, 3)
            return 'OK'
            """);

    private HistoryScripts() {}
}
