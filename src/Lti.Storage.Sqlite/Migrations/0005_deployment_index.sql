-- The sessions of a deployment. The id comes before the client, so that a page of a listing is read in its order without sorting.
CREATE INDEX sessions_by_deployment ON sessions (issuer, deployment_id, id, client_id);
