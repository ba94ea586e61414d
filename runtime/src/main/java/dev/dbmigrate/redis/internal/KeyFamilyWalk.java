package dev.dbmigrate.redis.internal;

import dev.dbmigrate.redis.KeyFamily;
import dev.dbmigrate.runtime.spi.PartRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** A walk over the keys of a pattern by SCAN. For use by the thread that runs the migration. */
final class KeyFamilyWalk implements KeyFamily {

    private static final int DEFAULT_BATCH = 500;

    private final PartExecution execution;
    private final Session session;
    private final PartRun run;
    private final String pattern;
    private int batchSize = DEFAULT_BATCH;
    private Duration pause = Duration.ZERO;
    private boolean reportOnly;

    KeyFamilyWalk(PartExecution execution, Session session, PartRun run, String pattern) {
        this.execution = execution;
        this.session = session;
        this.run = run;
        this.pattern = pattern;
    }

    @Override
    public KeyFamily batchSize(int keys) {
        if (keys < 1) {
            throw new IllegalArgumentException("a batch has at least one key, not " + keys);
        }
        batchSize = keys;
        return this;
    }

    @Override
    public KeyFamily throttle(Duration newPause) {
        pause = newPause;
        return this;
    }

    @Override
    public KeyFamily reportOnly() {
        reportOnly = true;
        return this;
    }

    @Override
    public void forEach(Consumer<String> action) {
        Set<String> seen = new HashSet<>();
        walk(batch -> batch.forEach(key -> {
            String text = new String(key, StandardCharsets.UTF_8);
            if (seen.add(text)) {
                action.accept(text);
            }
        }));
    }

    @Override
    public long count() {
        Set<String> seen = new HashSet<>();
        // ISO 8859-1 keeps every byte apart, also where a key is no text
        walk(batch -> batch.forEach(key -> seen.add(new String(key, StandardCharsets.ISO_8859_1))));
        return seen.size();
    }

    @Override
    public Outcome move(String newPattern, UnaryOperator<String> transformation) {
        KeyPattern.Renaming renaming = KeyPattern.renaming(pattern, newPattern);
        return step("move " + pattern + " → " + newPattern, new KeyChange.Move(renaming, transformation));
    }

    @Override
    public Outcome rename(String newPattern) {
        KeyPattern.Renaming renaming = KeyPattern.renaming(pattern, newPattern);
        return step("rename " + pattern + " → " + newPattern, new KeyChange.Rename(renaming));
    }

    @Override
    public Outcome rewrite(UnaryOperator<String> transformation) {
        return step("rewrite " + pattern, new KeyChange.Rewrite(transformation));
    }

    @Override
    public Outcome delete() {
        return step("delete " + pattern, new KeyChange.Delete());
    }

    private Outcome step(String name, KeyChange change) {
        KeyTally tally = new KeyTally(name);
        if (execution.ledger().isInStep()) {
            walkAndChange(change, tally);
            return tally.outcome(false);
        }
        boolean[] ran = {false};
        execution.step(name, true, () -> {
            ran[0] = true;
            walkAndChange(change, tally);
        });
        return tally.outcome(!ran[0]);
    }

    private void walkAndChange(KeyChange change, KeyTally tally) {
        KeyBatch batches = new KeyBatch(session, run.lease(), change, tally);
        walk(batch -> {
            run.monitor().checkMayContinue();
            // counted before it is sent: if the connection breaks, it may have been written
            execution.ledger().stepWrote(1);
            if (batches.change(batch) == 0) {
                execution.ledger().stepWrote(-1);
            }
        });
        tally.close(reportOnly, run.monitor().log());
    }

    private void walk(Consumer<List<byte[]>> action) {
        long total = session.raw(jedis -> jedis.dbSize());
        long looked = 0;
        ScanParams params =
                new ScanParams().match(pattern.getBytes(StandardCharsets.UTF_8)).count(batchSize);
        byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
        do {
            byte[] from = cursor;
            ScanResult<byte[]> result = session.raw(jedis -> jedis.scan(from, params));
            List<byte[]> keys = result.getResult().stream()
                    .filter(key -> !KeyPattern.isOwn(key))
                    .toList();
            if (!keys.isEmpty()) {
                action.accept(keys);
            }
            cursor = result.getCursorAsBytes();
            looked = Math.min(total, looked + batchSize);
            run.monitor().progress(looked, total);
            pause();
        } while (!java.util.Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
        run.monitor().progress(total, total);
    }

    private void pause() {
        if (pause.isZero()) {
            return;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while walking over " + pattern, e);
        }
    }
}
