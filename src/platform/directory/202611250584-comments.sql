-- What each table of src/platform/directory is, where it was not said.

comment on table directory.platform is 'The platforms of the network as this one knows them';
