// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The records that carry a connection that looks like TLS.
enum TLSRecord {
    /// Type, version and length.
    static let headerLength = 5
    /// The only content of a ChangeCipherSpec record, with its header.
    static let changeCipherSpec: [UInt8] = [0x14, 0x03, 0x03, 0x00, 0x01, 0x01]

    /// The types and versions that occur.
    enum Kind {
        case clientHello
        case serverHello
        case changeCipherSpec
        case applicationData

        /// Type and version, the first byte lowest.
        private var prefix: UInt64 {
            switch self {
            case .clientHello: 0x01_0316
            case .serverHello: 0x03_0316
            case .changeCipherSpec: 0x03_0314
            case .applicationData: 0x03_0317
            }
        }

        /// Checks a record's header and reads its length.
        ///
        /// - Parameter word: A word whose first five bytes are the header, the first byte lowest.
        /// - Throws: ``TransportError`` if it is another record, or longer than allowed.
        /// - Returns: The length of the content in bytes.
        func length(of word: UInt64) throws(TransportError) -> Int {
            guard word & 0xFF_FFFF == prefix else {
                throw TransportError(.unexpectedRecord, found: Int(word & 0xFF), expected: Int(prefix & 0xFF))
            }
            let length = Int(word >> 24 & 0xFF) << 8 | Int(word >> 32 & 0xFF)
            guard length <= TransportLimits.maximumRecordLength else {
                throw TransportError(.recordTooLong, found: length, expected: TransportLimits.maximumRecordLength)
            }
            return length
        }

        /// Writes the header of a record of this kind.
        ///
        /// - Parameters:
        ///   - length: The length of the content, below 2^16.
        ///   - write: Takes the five bytes.
        func withHeader(length: Int, _ write: (UnsafeRawBufferPointer) -> Void) {
            let word = prefix | UInt64(length >> 8 & 0xFF) << 24 | UInt64(length & 0xFF) << 32
            withUnsafeBytes(of: word.littleEndian) { write(UnsafeRawBufferPointer(rebasing: $0[..<headerLength])) }
        }
    }
}
