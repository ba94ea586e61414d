package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with the commands that a Redis migration sends. */
public enum RedisDiagnostic implements CompileDiagnostic {
    KEYS(
            "C200",
            Kind.ERROR,
            "KEYS looks at every key of the server at once, and no other client is served meanwhile. Write"
                    + " db.keys(%s).forEach(key -> …), which walks with SCAN"),
    FLUSH(
            "C201",
            Kind.ERROR,
            "%s deletes every key of the %s, those of other applications and dbmigrate's own records too. Write"
                    + " db.keys(\"prefix:*\").delete()"),
    DEL_OF_MANY(
            "C202",
            Kind.WARNING,
            "DEL frees the memory of each key before the server serves anybody else, and %s. Write %s"),
    TTL_LOST(
            "C203",
            Kind.ERROR,
            "%s writes keys anew that this method reads, and %s. Write db.keys(\"old:*\").move(\"new:*\", value -> …) or"
                    + " db.keys(\"old:*\").rewrite(value -> …), which keep the moment of expiry of each key; for the same key"
                    + " also SetParams.setParams().keepTtl()"),
    COPY(
            "C204",
            Kind.ERROR,
            "SET of what GET has read loses the time to live of %s, and what the application writes in between. Write"
                    + " db.client().renamenx(%s, %s)"),
    NOT_ATOMIC(
            "C205",
            Kind.ERROR,
            "between DEL and %s of %s the application finds no key, and after a crash neither the old nor the new value. Write"
                    + " %s");

    private final String id;
    private final Kind kind;
    private final String template;

    RedisDiagnostic(String number, Kind kind, String template) {
        this.id = "DBM-" + number;
        this.kind = kind;
        this.template = template;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isWaivable() {
        return true;
    }

    @Override
    public String template() {
        return template;
    }
}
