// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The byte with which each change begins in a file.
///
/// A number is never used again for something else. A tag that this list lacks makes a file unreadable, so a new tag is
/// a new version of the format.
enum ChangeTag: UInt8 {
    case homeDataCenter = 1
    case isTest = 2
    case dataCenter = 3
    case addresses = 4
    case authKey = 5
    case salts = 6
    case isAuthorized = 7
    case account = 8
    case updates = 9
    case channel = 10
    case peer = 11
    case peerRemoved = 12
    case futureAuthTokens = 13
    case everything = 14
    // Since version 2.
    case serverFingerprints = 15
    case rejectedKeys = 16
    case stateOwner = 17
}
