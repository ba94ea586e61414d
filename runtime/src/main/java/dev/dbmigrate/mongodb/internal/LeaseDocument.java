package dev.dbmigrate.mongodb.internal;

import static com.mongodb.client.model.Filters.eq;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The one document that is the lease and the head of the history. Pure. */
final class LeaseDocument {

    /** The document, whoever holds the lease. */
    static final Bson FILTER = eq("_id", Names.LEASE_ID);

    private LeaseDocument() {}

    /** The document while it belongs to this lease. */
    static Match of(Lease lease) {
        return Match.id(Names.LEASE_ID)
                .is("token", lease.token())
                .is("owner.id", lease.owner().id());
    }

    static boolean isOf(Document head, Lease lease) {
        return head.getLong("token") == lease.token() && lease.owner().id().equals(ownerId(head));
    }

    static @Nullable String ownerId(Document head) {
        Document owner = head.get("owner", Document.class);
        return owner == null ? null : owner.getString("id");
    }

    static LeaseLostException lost(Lease lease) {
        return new LeaseLostException("the lease with token " + lease.token() + " belongs to somebody else now");
    }
}
