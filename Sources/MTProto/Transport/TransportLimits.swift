// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The bounds of everything that a transport buffers.
///
/// A length from the wire is compared with these before a byte of what it announces is kept.
public enum TransportLimits {
    /// What a frame may hold unless a connection says otherwise, in bytes.
    ///
    /// The biggest answers are about 1 MiB (`upload.file`); 4.2 MiB leaves room and is what Telegram's own library
    /// allows.
    public static let defaultFrameLength = 4_404_019

    /// What a frame may ever hold, in bytes.
    public static let maximumFrameLength = 16 << 20

    /// What a payload to send may hold, in bytes: whatever padding is drawn, its frame stays within the limit.
    public static let maximumPayloadLength = maximumFrameLength - 16

    /// What the content of one TLS record may hold, in bytes (RFC 8446, section 5.2).
    public static let maximumRecordLength = (1 << 14) + 256

    /// What this library puts into one TLS record unless told otherwise, in bytes.
    ///
    /// It is the size that Telegram's own clients use.
    public static let defaultRecordPayload = 2878

    /// What this library can be told to put into one TLS record, in bytes.
    public static let recordPayloads = 128...(1 << 14)

    /// What a ClientHello may hold, in bytes after the record's header.
    ///
    /// The current profile needs about 1,900.
    public static let maximumClientHelloLength = 4096

    /// What is reserved at once for a frame whose bytes have not come yet.
    ///
    /// A length is only a promise: more is reserved when that much has really come.
    static let eagerReservation = 1 << 20

    /// From how many missing bytes on a frame is read straight into its place.
    static let directReading = 16 << 10

    /// What is read at once where a long frame probably begins: its header and a little more, which is copied.
    package static let readingOfHeader = 4 << 10
}
