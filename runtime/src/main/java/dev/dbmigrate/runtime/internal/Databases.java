package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured databases of one operation. Opens a target when it is first asked for; closes what it opened. */
final class Databases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

    private final Map<String, TargetConfig> configs = new LinkedHashMap<>();
    private final Map<String, DatabaseAdapter> adapters = new HashMap<>();
    private final Map<String, Target> open = new LinkedHashMap<>();
    private final TargetConfig home;
    private final Redactor redactor;

    Databases(Configuration configuration, ClassLoader classLoader, Iterable<DatabaseAdapter> found) {
        if (configuration.databases().isEmpty()) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, """
                    no database is configured. Give at least one URL, for example
                      -Ddbmigrate.postgres.url=jdbc:postgresql://localhost:5432/app \
                    (or DBMIGRATE_POSTGRES_URL in the environment),
                    or -Ddbmigrate.embedded=true for throwaway servers.""");
        }
        Map<String, DatabaseAdapter> byKind = new HashMap<>();
        found.forEach(adapter -> byKind.put(adapter.kind(), adapter));
        for (TargetConfig config : configuration.databases()) {
            configs.put(config.name(), config);
            adapters.put(config.name(), adapter(config, byKind, classLoader));
        }
        home = chooseHome(configuration);
        redactor = new Redactor(configuration.databases());
    }

    private static DatabaseAdapter adapter(
            TargetConfig config, Map<String, DatabaseAdapter> byKind, ClassLoader classLoader) {
        DatabaseAdapter adapter = byKind.get(config.kind());
        if (adapter == null) {
            throw new DbMigrateException(
                    Diagnostic.DATABASE_NOT_CONFIGURED,
                    "the database '" + config.name() + "' is of the kind '" + config.kind()
                            + "', for which there is no adapter; there are "
                            + byKind.keySet().stream().sorted().toList() + ".");
        }
        try {
            Class.forName(adapter.driver().className(), false, classLoader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DbMigrateException(
                    Diagnostic.DATABASE_NOT_CONFIGURED,
                    "the driver for " + config.kind() + " is not on the class path: add the dependency "
                            + adapter.driver().coordinates() + " to the project.",
                    e);
        }
        return adapter;
    }

    private TargetConfig chooseHome(Configuration configuration) {
        String named = configuration.home();
        if (named != null) {
            TargetConfig config = configs.get(named);
            if (config == null) {
                throw new DbMigrateException(
                        Diagnostic.CONFIGURATION,
                        "dbmigrate.home=" + named + " names no configured database; configured are "
                                + configs.keySet());
            }
            return config;
        }
        return configs.values().stream()
                .filter(config -> known(adapters, config.name()).homeRank() >= 0)
                .min(Comparator.comparingInt(
                        config -> known(adapters, config.name()).homeRank()))
                .orElseThrow(() -> new DbMigrateException(
                        Diagnostic.CONFIGURATION,
                        "none of the configured databases " + configs.keySet() + " can hold the history"));
    }

    TargetConfig home() {
        return home;
    }

    HistoryStore history() {
        return target(home.name())
                .history()
                .orElseThrow(() -> new DbMigrateException(
                        Diagnostic.CONFIGURATION,
                        "the database '" + home.name() + "' cannot hold the history: set dbmigrate.home to another"));
    }

    /**
     * The head of the history.
     *
     * @throws DbMigrateException with {@code DBM-R015} if a newer dbmigrate wrote it
     */
    Optional<HistoryStore.Head> head() {
        Optional<HistoryStore.Head> head = history().head();
        head.ifPresent(present -> {
            if (present.formatVersion() > HistoryStore.CURRENT_FORMAT) {
                throw new DbMigrateException(
                        Diagnostic.NEWER_HISTORY,
                        "the history was written by a newer dbmigrate (format " + present.formatVersion()
                                + ", this one knows " + HistoryStore.CURRENT_FORMAT
                                + "): use that version, or a later one. Nothing was changed.");
            }
        });
        return head;
    }

    List<TargetConfig> configs() {
        return List.copyOf(configs.values());
    }

    boolean isConfigured(String name) {
        return configs.containsKey(name);
    }

    boolean isHome(String name) {
        return home.name().equals(name);
    }

    synchronized Target target(String name) {
        return open.computeIfAbsent(name, key -> known(adapters, key).open(known(configs, key)));
    }

    /** Cancels whatever runs on any open target. */
    void abort() {
        List<Target> targets;
        synchronized (this) {
            targets = new ArrayList<>(open.values());
        }
        for (Target target : targets) {
            try {
                target.abort();
            } catch (RuntimeException e) {
                // one target that cannot be reached must not keep the others from being stopped
                LOG.warn("could not cancel what runs on one of the databases", redactor.redactThrowable(e));
            }
        }
    }

    /** Closes the home last: the others' ends may still be recorded there. */
    @Override
    public synchronized void close() {
        Deque<Target> order = new ArrayDeque<>();
        open.forEach((name, target) -> {
            if (isHome(name)) {
                order.addLast(target);
            } else {
                order.addFirst(target);
            }
        });
        open.clear();
        order.forEach(Target::close);
    }

    private static <V> V known(Map<String, V> map, String name) {
        V value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("unknown database " + name);
        }
        return value;
    }
}
