// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {HonestToken} from "./HonestToken.sol";

/// H06: while it is told to, a transfer moves and logs, and is undone at its end.
contract RevertingToken is HonestToken {
    bool private reverting;

    constructor(bytes32 symbol_, uint8 decimals_) HonestToken(symbol_, decimals_) {}

    function setReverting(bool reverting_) external {
        reverting = reverting_;
    }

    function transfer(address to, uint256 units) public override returns (bool) {
        bool moved = super.transfer(to, units);
        require(!reverting, "transfers are stopped");
        return moved;
    }
}
