package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares what stands in the databases with what the history says, when everything is applied. */
final class Audit {

    private final Workload workload;
    private final Map<String, Person.Place> places;
    private final String home;
    private final List<String> findings = new ArrayList<>();
    private int lost;
    private int doubled;

    Audit(Workload workload, Map<String, Person.Place> places, String home) {
        this.workload = workload;
        this.places = places;
        this.home = home;
    }

    /** What is wrong; empty if all is well. */
    List<String> findings() {
        return findings;
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }

    Audit run(DbMigrate migrate) throws Exception {
        status(migrate.status());
        migrate.validate().findings().forEach(finding -> findings.add("validate: " + finding.message()));
        List<HistoryEvent> events = events();
        for (Map.Entry<String, Person.Place> entry : places.entrySet()) {
            Person.Place place = entry.getValue();
            effects(entry.getKey(), place.store().effects(place.target()), events);
            markers(entry.getKey(), place);
            place.store().leftovers(place.target(), workload).forEach(findings::add);
        }
        return this;
    }

    private void status(StatusReport status) {
        for (StatusReport.MigrationStatus row : status.migrations()) {
            if (row.state() != MigrationState.APPLIED) {
                findings.add(row.id() + " is " + row.state() + " on " + row.database() + ": " + row.error());
            }
        }
        if (status.migrations().size() != workload.parts().size()) {
            findings.add("status shows " + status.migrations().size() + " of "
                    + workload.parts().size() + " parts");
        }
        for (StatusReport.DatabaseStatus database : status.databases()) {
            if (!workload.version(database.name()).equals(database.currentVersion())) {
                findings.add(database.name() + " is at version " + database.currentVersion());
            }
        }
        if (status.lease() != null) {
            findings.add("the lease is held: " + status.lease());
        }
    }

    private List<HistoryEvent> events() {
        Person.Place place = Objects.requireNonNull(places.get(home));
        try (Target target = place.store().adapter().open(place.target())) {
            return target.history().orElseThrow().events(0);
        }
    }

    private void effects(String database, Map<String, Effect> effects, List<HistoryEvent> events) {
        for (Workload.Part part : workload.parts(database)) {
            List<HistoryEvent> own = events.stream()
                    .filter(event -> event.migrationId().equals(part.id())
                            && event.database().equals(part.database()))
                    .toList();
            int ups = (int) own.stream().filter(Audit::isUp).count();
            int downs = (int) own.stream().filter(Audit::isDown).count();
            if (ups - downs != 1) {
                findings.add(part.id() + " on " + database + " was applied " + ups + " times and rolled back " + downs
                        + " times, says the audit: " + events(own));
            }
            for (String key : part.keys()) {
                effect(part, key, effects.getOrDefault(key, Effect.NONE), ups, downs, own);
            }
        }
    }

    private void effect(Workload.Part part, String key, Effect effect, int ups, int downs, List<HistoryEvent> own) {
        boolean right = part.repeatable() ? effect.stands() : effect.ups() == ups && effect.downs() == downs;
        if (right) {
            return;
        }
        int up = part.repeatable() ? effect.downs() + 1 : ups;
        int down = part.repeatable() ? effect.downs() : downs;
        if (effect.ups() < up || effect.downs() < down) {
            lost++;
        }
        if (effect.ups() > up || effect.downs() > down) {
            doubled++;
        }
        findings.add("the effect " + key + " on " + part.database() + " happened " + effect.ups() + " times up and "
                + effect.downs() + " down; the history knows of " + ups + " and " + downs + ": " + events(own));
    }

    private static List<String> events(List<HistoryEvent> events) {
        return events.stream()
                .map(event -> event.sequence() + " " + event.event() + " token " + event.token() + " pid " + event.pid()
                        + (event.message() == null ? "" : " (" + event.message() + ")"))
                .toList();
    }

    private static boolean isUp(HistoryEvent event) {
        return event.event() == HistoryChange.Event.APPLIED
                || event.event() == HistoryChange.Event.RECOVERED
                || isRepair(event, "MARK_APPLIED");
    }

    private static boolean isDown(HistoryEvent event) {
        return event.event() == HistoryChange.Event.ROLLED_BACK || isRepair(event, "MARK_ROLLED_BACK");
    }

    private static boolean isRepair(HistoryEvent event, String decision) {
        return event.event() == HistoryChange.Event.REPAIRED
                && String.valueOf(event.message()).contains(decision);
    }

    private void markers(String database, Person.Place place) {
        TargetState state;
        try (Target target = place.store().adapter().open(place.target())) {
            state = target.read();
        }
        if (!workload.version(database).equals(state.schemaVersion())) {
            findings.add(database + " carries the version " + state.schemaVersion());
        }
        for (Marker marker : state.markers().values()) {
            if (marker.state() != Marker.State.APPLIED || !marker.steps().isEmpty()) {
                findings.add("a marker on " + database + " is left: " + marker);
            }
        }
        if (!database.equals(home)) {
            workload.parts(database).stream()
                    .filter(part -> !state.markers().containsKey(part.id()))
                    .forEach(part -> findings.add(part.id() + " has no marker on " + database));
        }
    }
}
