package dev.dbmigrate.runtime;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs to know. Made by {@link ConfigurationParser} from parameters, or directly.
 *
 * @param databases how each database is reached, in the order in which reports show them
 * @param home the name of the database that holds the history, or null for the default: PostgreSQL, else MongoDB, Neo4j,
 *     Redis
 * @param leaseTimeToLive how long the lease lives without being renewed
 * @param leaseWait how long to wait for a lease that somebody else holds
 * @param appliedBy who is named in the history
 */
public record Configuration(
        List<TargetConfig> databases,
        @Nullable String home,
        Duration leaseTimeToLive,
        Duration leaseWait,
        String appliedBy) {

    /** A lease that is not renewed for this long may be taken over. */
    public static final Duration DEFAULT_LEASE_TIME_TO_LIVE = Duration.ofSeconds(30);

    /** Another runner gets this long to finish. */
    public static final Duration DEFAULT_LEASE_WAIT = Duration.ofMinutes(5);

    public Configuration {
        databases = List.copyOf(databases);
    }

    /**
     * A configuration with defaults.
     *
     * @param databases how each database is reached
     * @return the configuration
     */
    public static Configuration of(List<TargetConfig> databases) {
        return new Configuration(
                databases,
                null,
                DEFAULT_LEASE_TIME_TO_LIVE,
                DEFAULT_LEASE_WAIT,
                System.getProperty("user.name", "unknown"));
    }
}
