// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension AESCTR {
    /// Starts the key stream of a file part from a content delivery network.
    ///
    /// The last four bytes of the initialisation vector are replaced by the big-endian number of the part's first block;
    /// nothing is added to what stood there. See core.telegram.org/cdn#decrypting-files.
    ///
    /// - Parameters:
    ///   - key: `encryption_key` of `upload.fileCdnRedirect`.
    ///   - iv: `encryption_iv` of the same object.
    ///   - offset: Where in the file the part starts, in bytes.
    /// - Throws: ``CryptoError/Code/cdnKey`` if key and vector are not 32 and 16 bytes long, ``CryptoError/Code/cdnOffset``
    ///   if the block's number does not fit four bytes.
    public init(cdnKey key: some ByteSource, iv: some ByteSource, offset: UInt64) throws(CryptoError) {
        let counts = (key.withContiguousBytes(\.count), iv.withContiguousBytes(\.count))
        guard counts == (AES.keyByteCount, AES.blockByteCount) else {
            throw CryptoError(.cdnKey, "\(counts.0) and \(counts.1) bytes")
        }
        let (block, inside) = offset.quotientAndRemainder(dividingBy: UInt64(AES.blockByteCount))
        guard let block = UInt32(exactly: block) else { throw CryptoError(.cdnOffset, "\(offset)") }
        let counter = iv.withContiguousBytes { iv in
            withUnsafeBytes(of: block.bigEndian) { Array(iv[..<12]) + Array($0) }
        }
        self.init(key: key, iv: counter, offset: inside)
    }
}

extension CryptoError.Code {
    /// The key or the vector of a file on a content delivery network has a wrong length.
    public static let cdnKey = Self(description: "the key of the file is not 32 bytes or its vector not 16 bytes long")
    /// A file offset is beyond what the counter can express.
    public static let cdnOffset = Self(description: "the offset in the file is too large")
}
