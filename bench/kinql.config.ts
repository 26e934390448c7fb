/** KinQL as it comes, with writes; production wants to be told that there are no rules. */
export default { rules: 'none', writes: true } as const;
