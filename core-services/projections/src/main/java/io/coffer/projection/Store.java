// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.ebean.migration.MigrationConfig;
import io.ebean.migration.MigrationException;
import io.ebean.migration.MigrationRunner;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.h2.engine.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQL store in one file, embedded: no port, no console. One connection writes; reads have others and see what was
 * committed.
 */
final class Store implements AutoCloseable {
    /** What H2 adds to the name. */
    static final String SUFFIX = ".mv.db";

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String USER = "coffer";
    private static final String SCRIPTS = "io/coffer/projection/schema";
    /** The version of the last script. */
    private static final String SCHEMA = "1.0";

    private static final int MAX_READERS = 8;
    private static final int READER_WAIT_MS = 5_000;
    private static final int READ_SECONDS = 20;
    private static final int CACHE_KB = 32 << 10;
    /** What H2 says when the content of the file is at fault, not the machine. */
    private static final Set<Integer> DAMAGE = Set.of(
            ErrorCode.FILE_CORRUPTED_1,
            ErrorCode.FILE_VERSION_ERROR_1,
            ErrorCode.FILE_ENCRYPTION_ERROR_1,
            ErrorCode.WRONG_USER_OR_PASSWORD,
            ErrorCode.GENERAL_ERROR_1,
            ErrorCode.DUPLICATE_KEY_1,
            ErrorCode.COLUMN_NOT_FOUND_1,
            ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
            ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
            ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
            ErrorCode.SCHEMA_NOT_FOUND_1,
            ErrorCode.SERIALIZATION_FAILED_1,
            ErrorCode.DESERIALIZATION_FAILED_1);
    /** What H2 says when the machine is at fault. */
    private static final Set<Integer> MACHINE = Set.of(
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.FILE_CREATION_FAILED_1,
            ErrorCode.OUT_OF_MEMORY,
            ErrorCode.DATABASE_IS_CLOSED);

    private final String url;
    private final Connection writer;
    private final Semaphore readers = new Semaphore(MAX_READERS, true);

    private Store(String url, Connection writer) {
        this.url = url;
        this.writer = writer;
    }

    /** What reads one answer. */
    interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Opens the store or makes it, and brings its schema up to this release.
     *
     * @param file without {@link #SUFFIX}
     * @throws SQLException if it cannot be opened at this moment: in use, or the disk fails
     */
    static Store open(Path file) throws SQLException, IOException, UnusableStoreException {
        Path absolute = file.toAbsolutePath();
        Files.createDirectories(Optional.ofNullable(absolute.getParent()).orElse(absolute));
        String url = url(absolute);
        Connection writer = connect(url);
        try {
            migrate(url);
            demandOfThisRelease(writer);
            writer.setAutoCommit(false);
            return new Store(url, writer);
        } catch (SQLException | UnusableStoreException | RuntimeException failed) {
            shutDown(writer);
            throw failed;
        }
    }

    private static String url(Path file) {
        if (file.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException("file: has a semicolon: " + file);
        }
        // retry: a reader's interrupt closes the file channel; H2 then opens it again.
        return "jdbc:h2:retry:" + file + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=" + CACHE_KB;
    }

    /** Without the driver manager, which would look for the driver in other class loaders. */
    static Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", "");
        return new Driver().connect(url, properties);
    }

    private static void migrate(String url) throws SQLException, UnusableStoreException {
        MigrationConfig config = new MigrationConfig();
        config.setName("projection");
        config.setClassLoader(Store.class.getClassLoader());
        config.setMigrationPath(SCRIPTS);
        config.setBasePlatform("h2");
        config.setPlatform("h2");
        config.setDbUsername(USER);
        config.setDbSchema("projection");
        config.setCreateSchemaIfNotExists(true);
        config.setSetCurrentSchema(false);
        config.setMetaTable("schema_version");
        try {
            // The runner closes the connection that it is given.
            new MigrationRunner(config).run(connect(url));
        } catch (MigrationException broken) {
            for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException failed && MACHINE.contains(failed.getErrorCode())) {
                    throw failed;
                }
            }
            throw new UnusableStoreException("its schema cannot be brought up to this release", broken);
        }
    }

    /** After a step back to an older release the store may have what this one does not know. */
    private static void demandOfThisRelease(Connection connection) throws SQLException, UnusableStoreException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select mversion from projection.schema_version order by id desc fetch first row only")) {
            String version = row.next() ? row.getString(1) : "none";
            if (!version.equals(SCHEMA)) {
                throw new UnusableStoreException("its schema is " + version + ", not " + SCHEMA);
            }
        }
    }

    /** Whether a failure is the content's, so that trying again cannot help. */
    static boolean isDamage(SQLException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            // A file that is too short is an I/O error to H2.
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return DAMAGE.contains(failed.getErrorCode());
    }

    /** The one connection that writes; it commits by hand. */
    Connection writer() {
        return writer;
    }

    Progress progress() throws SQLException, UnusableStoreException {
        try (Statement statement = writer.createStatement();
                ResultSet row =
                        statement.executeQuery("select position, proof_position, proof from projection.progress")) {
            if (!row.next()) {
                throw new UnusableStoreException("it does not say how far it is");
            }
            return new Progress(row.getLong(1), row.getLong(2), row.getString(3));
        }
    }

    /** Reads at one moment, whatever is written meanwhile; that moment is the first query's. */
    <T> T read(Query<T> query) throws SQLException {
        if (!admitted()) {
            throw new SQLException(MAX_READERS + " others are reading at this moment");
        }
        try (Connection connection = connect(url);
                Statement limits = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
            // H2 keeps this for the whole connection.
            limits.setQueryTimeout(READ_SECONDS);
            return query.run(connection);
        } finally {
            readers.release();
        }
    }

    private boolean admitted() {
        try {
            return readers.tryAcquire(READER_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Also ends what others are reading. What was not committed is lost. */
    @Override
    public void close() {
        shutDown(writer);
    }

    private static void shutDown(Connection connection) {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        } catch (SQLException failed) {
            LOG.debug("The history's store did not close cleanly; the next start looks after it", failed);
        }
    }
}
