// SPDX-License-Identifier: Apache-2.0
/**
 * The point of durability: journal, group commit and snapshot files. Plain Java; every byte goes through
 * {@link io.coffer.money.journal.Storage}, which tests replace by a disk that loses power, fails and fills up.
 *
 * <h2>Journal files</h2>
 *
 * A journal is a folder of segments of equal size, filled with zeros before they are begun. A segment is a header
 * of 72 bytes (format version, journal id, segment number, first position, chain hash before it, CRC32C, end
 * marker), then groups. A group is what one force made durable: one frame per record, then a seal.
 *
 * <pre>
 * frame   36 bytes of header with a CRC32C of its own and one of the payload, then the payload
 * seal    a frame whose payload is the chain hash and a four-byte end marker
 * chain   SHA-256 (chain hash before the group, all record frames of the group)
 * </pre>
 *
 * The chain hash is computed per group, which costs a fifth of one per record; within a group a frame carries its
 * position and its index, and everything is under the seal. At a position in the middle of a group the chain hash is
 * that of the frames up to there, so that a snapshot may be anchored anywhere.
 *
 * <p>A CRC finds each single flipped bit and, being linear, tells which one it was; the hash finds records that were
 * removed, moved or exchanged, within a segment and across segments. CRCs are salted with the journal id: no payload
 * can be made to look like a frame.
 *
 * <h2>A torn tail, or damage?</h2>
 *
 * A group is written when the one before it has been forced, into zeros. After a crash, therefore, only the last
 * group may be incomplete, and what it lacks are zeros: all bytes from some byte on (the write was cut short, or the
 * file), or whole sectors of 512 bytes (sectors reach a disk in any order). Such a group was never acknowledged. Its
 * whole records before the first incomplete one are kept and sealed as a group, the rest is zeroed. All else is
 * corruption, and the journal does not open:
 *
 * <ul>
 *   <li>a frame that is not as written, and after it a frame of a later group or a later segment;
 *   <li>a frame that is not as written although the group ends with its seal, unless a whole sector of that frame is
 *       missing; and even then if a single flipped bit explains it (long payloads of zeros look like missing sectors);
 *   <li>a last frame that is neither a true beginning of a frame nor lacks a sector. A seal with a flipped bit is
 *       such a frame: it still has its end marker, the last byte of which has several bits, so that every cut shows;
 *   <li>frames with right checksums and wrong positions, indices or chain hash.
 * </ul>
 *
 * So every cut is healed and loses nothing that lay wholly before it, and every single flipped bit in what was
 * written is found and named by its byte, also in the last group. What cannot be told: a disk that loses a whole
 * sector of the last acknowledged group looks like a torn write; and a journal cut exactly between two groups looks
 * like a shorter one. The snapshot's anchor, and whatever else remembers a position, tells the latter.
 *
 * <p>Assumed of the disk: what was forced stays; a sector is written entirely or not at all, so that appending to a
 * sector does not harm what it held.
 *
 * <h2>Failures</h2>
 *
 * After a failed write or force nobody knows what is on disk, and a second force may report success for pages that
 * were dropped. So the journal stops until it is opened again, and opening writes and forces the last group once
 * more before it is believed. A full disk is met where the next segment is prepared, or by the reserve that is kept,
 * before anything of a group is written; the journal tries again by itself.
 */
@NullMarked
package io.coffer.money.journal;

import org.jspecify.annotations.NullMarked;
