// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import io.coffer.money.journal.CorruptFileException;
import io.coffer.money.journal.Hash;
import io.coffer.money.journal.NoSpaceException;
import io.coffer.money.journal.Storage;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All ids that were ever applied, in constant memory. Part of the state of one state machine, used by its
 * thread; a second state machine (a follower) has an instance of its own on the same storage.
 *
 * <p>The most recent ids are in two tables in memory. When the newer one is full, the older one is written to a
 * sorted, immutable file, and the newer one takes its place; files of one level are merged, a few ids with each
 * {@link #add}, into one of the next. All of this follows from the ids added and nothing else, so a replay makes
 * the same files; and where an instance begins again from a snapshot, with merges at another stage, its answers
 * are still the same, because a merge moves ids and changes none.
 *
 * <p>Only the files that the manifest in a snapshot names belong to it. Later ones are not looked at when one
 * begins from an earlier snapshot: the replay writes them again and renames its own into their place. Files that
 * were merged stay until {@link #sweep} finds them in no snapshot and no instance.
 */
public final class AppliedIds implements Closeable {
    /** Disk space that merges leave free. */
    private static final long SPARED_BYTES = 32L << 20;

    private final Storage storage;
    private final Options options;
    private final String instance;
    private RecentIds current;
    private RecentIds previous;
    private final List<IdFile> files = new ArrayList<>();
    private final List<IdMerge> merges = new ArrayList<>();

    /** Names that {@link #sweep} must leave; read by other threads. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    private long loadedBytes;
    private long spills;
    private long spilledIds;

    /** Covers the ids that came before those in the current table. */
    private Hash digestBefore = Hash.ZERO;

    private AppliedIds(Storage storage, Options options, String instance) {
        this.storage = storage;
        this.options = options;
        this.instance = instance;
        this.current = new RecentIds(options.recentIds());
        this.previous = new RecentIds(options.recentIds());
    }

    /**
     * No ids yet.
     *
     * @param instance distinguishes this instance's temporary files from another's on the same storage
     */
    public static AppliedIds empty(Storage storage, Options options, String instance) {
        return new AppliedIds(storage, options, instance);
    }

    /**
     * As they were when {@link #writeTo} wrote them into a snapshot.
     *
     * @throws CorruptFileException if one of its files is missing, another, or damaged where it is read now
     */
    public static AppliedIds restore(Storage storage, Options options, String instance, DataInputStream in)
            throws IOException {
        AppliedIds ids = new AppliedIds(storage, options, instance);
        try {
            ids.spills = in.readLong();
            ids.digestBefore = Hash.of(in.readNBytes(Hash.BYTES), 0);
            for (IdFileInfo info : manifest(in)) {
                ids.open(info);
            }
            ids.previous.readFrom(in);
            ids.current.readFrom(in);
            ids.mergeFullLevels();
            return ids;
        } catch (IOException e) {
            ids.close();
            throw e;
        }
    }

    private static List<IdFileInfo> manifest(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<IdFileInfo> infos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            infos.add(IdFileInfo.readFrom(in));
        }
        return infos;
    }

    /** Writes recent ids and the manifest of the files into a snapshot section. */
    public void writeTo(DataOutputStream out) throws IOException {
        out.writeLong(spills);
        out.write(digestBefore.bytes());
        out.writeInt(files.size());
        for (IdFile file : files) {
            file.info().writeTo(out);
        }
        previous.writeTo(out);
        current.writeTo(out);
    }

    /** The names of the id files that a snapshot section refers to, for {@link #sweep}. */
    public static Set<String> filesIn(DataInputStream in) throws IOException {
        in.skipNBytes(Long.BYTES + Hash.BYTES);
        Set<String> names = new HashSet<>();
        for (IdFileInfo info : manifest(in)) {
            names.add(info.name());
        }
        return names;
    }

    /**
     * Deletes every id file that is in no snapshot and in no living instance. Only while no other thread is in
     * {@link #restore} on this storage; the instances may be in use.
     */
    public static void sweep(Storage storage, Collection<AppliedIds> living, Set<String> inSnapshots)
            throws IOException {
        // Listed first: a file that an instance begins after this is not in the list.
        List<String> listed = storage.list();
        for (String name : listed) {
            boolean wanted = inSnapshots.contains(name) || living.stream().anyMatch(ids -> ids.names.contains(name));
            if (name.startsWith(IdFileInfo.PREFIX) && !wanted) {
                storage.delete(name);
            }
        }
    }

    /**
     * What was applied under this id, if anything was.
     *
     * @throws CorruptFileException if a block that it needs is damaged; the state machine must stop
     */
    public Optional<AppliedId> find(long idHigh, long idLow) throws IOException {
        Optional<AppliedId> found = current.find(idHigh, idLow);
        if (found.isEmpty()) {
            found = previous.find(idHigh, idLow);
        }
        for (int i = files.size() - 1; i >= 0 && found.isEmpty(); i--) {
            found = files.get(i).find(idHigh, idLow);
        }
        return found;
    }

    /**
     * Remembers an id for ever. The caller has found it absent; positions never decrease.
     *
     * @throws IllegalStateException if it is among the recent ids
     * @throws IOException if an id file could not be written; the state machine must stop
     */
    public void add(long idHigh, long idLow, long fingerprint, long position) throws IOException {
        if (current.isFull()) {
            rotate();
        }
        current.add(idHigh, idLow, fingerprint, position);
        if (!merges.isEmpty()) {
            advanceMerge();
        }
    }

    private void rotate() throws IOException {
        digestBefore = digest();
        if (previous.size() > 0) {
            spill();
        }
        RecentIds emptied = previous;
        previous = current;
        current = emptied;
        mergeFullLevels();
    }

    private void spill() throws IOException {
        String name = new IdFileInfo(0, spills, spills, 0, Hash.ZERO).name();
        String temporary = temporary(name);
        names.add(temporary);
        names.add(name);
        IdFileInfo info;
        try (IdFileWriter writer = new IdFileWriter(storage, temporary)) {
            for (int number : previous.sorted()) {
                writer.add(
                        previous.high(number),
                        previous.low(number),
                        previous.fingerprint(number),
                        previous.position(number));
            }
            info = writer.finish(0, spills, spills);
        }
        names.remove(temporary);
        open(info);
        spills++;
        previous.clear();
    }

    private String temporary(String name) {
        return name + "." + instance + ".tmp";
    }

    /** Opens a file after those there are; files are kept in the order of their spills. */
    private void open(IdFileInfo info) throws IOException {
        names.add(info.name());
        IdFile file = new IdFile(storage, info);
        int at = files.size();
        while (at > 0 && files.get(at - 1).info().firstSpill() > info.firstSpill()) {
            at--;
        }
        files.add(at, file);
        spilledIds += info.ids();
        if (loadedBytes + file.headBytes() <= options.filterBytes()) {
            file.loadHeads();
            loadedBytes += file.loadedBytes();
        }
    }

    private void mergeFullLevels() throws IOException {
        int levels = files.isEmpty() ? 0 : files.get(0).info().level() + 1;
        for (int level = 0; level < levels; level++) {
            List<IdFile> idle = idleFiles(level);
            if (idle.size() >= options.fanOut()) {
                begin(idle.subList(0, options.fanOut()));
            }
        }
    }

    private List<IdFile> idleFiles(int level) {
        List<IdFile> idle = new ArrayList<>();
        for (IdFile file : files) {
            boolean merging = merges.stream().anyMatch(merge -> merge.inputs().contains(file));
            if (file.info().level() == level && !merging) {
                idle.add(file);
            }
        }
        return idle;
    }

    // A merge can wait for space, and must not take what the journal and the next spill need.
    private void begin(List<IdFile> inputs) throws IOException {
        long bytes = 0;
        for (IdFile input : inputs) {
            bytes += input.bytes();
        }
        if (storage.usableBytes() - bytes < SPARED_BYTES) {
            return;
        }
        String name = IdMerge.outputName(inputs);
        names.add(name);
        names.add(temporary(name));
        try {
            merges.add(new IdMerge(storage, inputs, temporary(name)));
        } catch (NoSpaceException full) {
            forget(name);
        }
    }

    private void abandon(IdMerge merge) throws IOException {
        merges.remove(merge);
        merge.close();
        forget(IdMerge.outputName(merge.inputs()));
    }

    /** Undoes what was done for a merge; it begins anew with the next spill. */
    private void forget(String name) throws IOException {
        storage.delete(temporary(name));
        names.remove(temporary(name));
        names.remove(name);
    }

    // The lowest level first: it fills up soonest, and its merges are the shortest.
    private void advanceMerge() throws IOException {
        IdMerge lowest = merges.get(0);
        for (IdMerge merge : merges) {
            if (merge.level() < lowest.level()) {
                lowest = merge;
            }
        }
        IdFileInfo info = null;
        try {
            if (lowest.advance(options.fanOut())) {
                info = lowest.finish();
            }
        } catch (NoSpaceException full) {
            abandon(lowest);
        }
        if (info != null) {
            lowest.close();
            merges.remove(lowest);
            names.remove(temporary(info.name()));
            replace(lowest.inputs(), info);
            mergeFullLevels();
        }
    }

    private void replace(List<IdFile> inputs, IdFileInfo merged) throws IOException {
        for (IdFile input : inputs) {
            files.remove(input);
            loadedBytes -= input.loadedBytes();
            spilledIds -= input.info().ids();
            input.close();
            names.remove(input.info().name());
        }
        open(merged);
    }

    /** How many ids there are. */
    public long count() {
        return spilledIds + previous.size() + current.size();
    }

    /** Covers every id, fingerprint and position ever added, in order; independent of files and of restarts. */
    public Hash digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(digestBefore.bytes());
            current.addTo(sha256);
            return Hash.of(sha256.digest(), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads every block of every file; throws naming the first damaged one and the offset. */
    public void verify() throws IOException {
        for (IdFile file : files) {
            file.verify();
        }
    }

    /** As {@link #verify}, but goes on and returns the first damage of each file. */
    public List<CorruptFileException> damages() throws IOException {
        List<CorruptFileException> damages = new ArrayList<>();
        for (IdFile file : files) {
            try {
                file.verify();
            } catch (CorruptFileException e) {
                damages.add(e);
            }
        }
        return damages;
    }

    /**
     * Reads every block of every finished id file of a folder, whether a snapshot names it or not, and returns the
     * first damage of each. Not while {@link #sweep} deletes there.
     */
    public static List<CorruptFileException> damages(Storage storage) throws IOException {
        List<CorruptFileException> damages = new ArrayList<>();
        for (String name : storage.list()) {
            if (name.startsWith(IdFileInfo.PREFIX) && name.endsWith(IdFileInfo.SUFFIX)) {
                try (IdFile file = IdFile.describingItself(storage, name)) {
                    file.verify();
                } catch (CorruptFileException e) {
                    damages.add(e);
                }
            }
        }
        return damages;
    }

    @Override
    public void close() throws IOException {
        for (IdMerge merge : merges) {
            merge.close();
        }
        for (IdFile file : files) {
            file.close();
        }
    }

    /**
     * @param recentIds ids in each of the two tables in memory; a power of two, the same for ever on one journal
     * @param fanOut files of one level that are merged into one of the next
     * @param filterBytes memory for the filters of all files; beyond it filters are read from disk
     */
    public record Options(int recentIds, int fanOut, long filterBytes) {
        /** 65,536 ids in each table (6 MiB), 8 files to a merge, 16 MiB of filters: ten million ids. */
        public static final Options DEFAULT = new Options(1 << 16, 8, 16L << 20);

        public Options {
            if (fanOut < 2 || filterBytes < 0) {
                throw new IllegalArgumentException("at least two files are merged");
            }
        }
    }
}
