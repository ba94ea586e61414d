package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what is in doubt, as the message asks for, and decides by the effects alone. */
final class Person {

    private final Workload workload;
    private final Map<String, Place> places;
    private final DbMigrate migrate;
    private final String home;
    private final List<String> unnamed = new ArrayList<>();

    /**
     * A database and its server.
     *
     * @param store the server
     * @param target the database, not behind the wire
     */
    record Place(FaultStore store, TargetConfig target) {}

    Person(Workload workload, Map<String, Place> places, DbMigrate migrate, String home) {
        this.workload = workload;
        this.places = places;
        this.migrate = migrate;
        this.home = home;
    }

    /** Settles everything that is in doubt; says what was decided. */
    List<String> settle() throws Exception {
        List<String> decisions = new ArrayList<>();
        for (StatusReport.MigrationStatus row : migrate.status().migrations()) {
            if (row.state() == MigrationState.IN_DOUBT) {
                Workload.Part part = workload.part(row.id(), row.database());
                RepairRequest.Decision decision = decide(part, String.valueOf(row.error()));
                decisions.add(part.kind() + ", " + part.shape() + ": " + decision + " " + part.id() + " on "
                        + part.database() + " (" + row.error() + ")");
                migrate.repair(new RepairRequest(row.id(), row.database(), decision, "looked at the counters"));
            }
        }
        return decisions;
    }

    /** Messages that do not say in which step it happened. */
    List<String> unnamed() {
        return unnamed;
    }

    private RepairRequest.Decision decide(Workload.Part part, String error) throws Exception {
        Place place = place(part.database());
        boolean up = isUp(part);
        Map<String, Effect> effects = place.store().effects(place.target());
        Optional<String> interrupted = interruptedStep(part);
        if (interrupted.isPresent() && part.shape().steps().contains(interrupted.get())) {
            // a run on MongoDB that is stopped within a step names its writes instead of the step
            if (!part.kind().equals("mongodb") && !error.contains("'" + interrupted.get() + "'")) {
                unnamed.add(part.kind() + ": the message does not name the step '" + interrupted.get() + "': " + error);
            }
            String key = part.id() + "/" + interrupted.get();
            boolean done = effects.getOrDefault(key, Effect.NONE).stands() == up;
            return done ? RepairRequest.Decision.CONTINUE : RepairRequest.Decision.RETRY;
        }
        List<String> open = part.keys().stream()
                .filter(key -> effects.getOrDefault(key, Effect.NONE).stands() != up)
                .toList();
        if (open.size() == part.keys().size()) {
            return RepairRequest.Decision.RETRY;
        }
        for (String key : open) {
            place.store().byHand(place.target(), key, up);
        }
        return up ? RepairRequest.Decision.MARK_APPLIED : RepairRequest.Decision.MARK_ROLLED_BACK;
    }

    private Optional<String> interruptedStep(Workload.Part part) {
        Place place = place(part.database());
        try (Target target = place.store().adapter().open(place.target())) {
            Marker marker = target.read().markers().get(part.id());
            return marker == null
                    ? Optional.empty()
                    : marker.steps().stream()
                            .filter(step -> step.state() == StepRecord.State.RUNNING)
                            .map(StepRecord::name)
                            .findFirst();
        }
    }

    /** Which way it was going: the last beginning that the audit knows. */
    private boolean isUp(Workload.Part part) {
        Place place = place(home);
        try (Target target = place.store().adapter().open(place.target())) {
            HistoryStore history = target.history().orElseThrow();
            boolean up = true;
            for (HistoryEvent event : history.events(0)) {
                if (event.migrationId().equals(part.id()) && event.database().equals(part.database())) {
                    up = event.event() == HistoryChange.Event.STARTED
                            || (up && event.event() != HistoryChange.Event.ROLLBACK_STARTED);
                }
            }
            return up;
        }
    }

    private Place place(String database) {
        return Optional.ofNullable(places.get(database)).orElseThrow();
    }
}
