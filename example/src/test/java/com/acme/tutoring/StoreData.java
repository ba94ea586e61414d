package com.acme.tutoring;

/** What the service has written to one database, and how it must look before and after the migrations. */
interface StoreData extends AutoCloseable {

    /** Writes as the service of version 1.1.0 does. */
    void write();

    /** Everything that was written is there, in the form of the newest version. */
    void expectMigrated();

    /** Everything that was written is there, in the form of version 1.1.0, and nothing of the newer ones is left. */
    void expectOriginal();

    @Override
    void close();
}
